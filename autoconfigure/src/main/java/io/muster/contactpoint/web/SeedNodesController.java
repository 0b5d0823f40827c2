/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.muster.contactpoint.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.HttpRequestHandler;

import io.muster.contactpoint.web.SeedNodesExchange.Answer;
import io.muster.contactpoint.web.SeedNodesExchange.Request;
import io.muster.contactpoint.web.SeedNodesExchange.Route;

/**
 * {@link SeedNodesExchange} on Spring Web MVC. It writes the response itself: other nodes
 * must be able to read it whatever message converters, response advices, path prefixes
 * and interceptors the application configures for its own controllers.
 */
public final class SeedNodesController implements HttpRequestHandler {

	private final SeedNodesExchange exchange;

	private final Route route;

	/**
	 * Create a controller.
	 * @param exchange answers requests
	 * @param route the route that the controller is mapped to
	 */
	public SeedNodesController(SeedNodesExchange exchange, Route route) {
		this.exchange = exchange;
		this.route = route;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Answer answer = this.exchange.answer(this.route, new Request(request.getMethod(), request::getHeader,
				RemoteAddress.parse(request.getRemoteAddr(), RemoteAddress.parse(request.getLocalAddr()))));
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		response.setContentLength(answer.body().length);
		response.getOutputStream().write(answer.body());
	}

}

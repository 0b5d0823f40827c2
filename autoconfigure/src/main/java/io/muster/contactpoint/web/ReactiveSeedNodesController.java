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

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

import io.muster.contactpoint.web.SeedNodesExchange.Answer;
import io.muster.contactpoint.web.SeedNodesExchange.Request;
import io.muster.contactpoint.web.SeedNodesExchange.Route;

/**
 * {@link SeedNodesExchange} on Spring WebFlux.
 *
 * @see SeedNodesController
 */
public final class ReactiveSeedNodesController implements WebHandler {

	private final SeedNodesExchange exchange;

	private final Route route;

	/**
	 * Create a controller.
	 * @param exchange answers requests
	 * @param route the route that the controller is mapped to
	 */
	public ReactiveSeedNodesController(SeedNodesExchange exchange, Route route) {
		this.exchange = exchange;
		this.route = route;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		return write(this.exchange.answer(this.route, request(exchange.getRequest())), exchange.getResponse());
	}

	private static Request request(ServerHttpRequest request) {
		return new Request(request.getMethod().name(), request.getHeaders()::getFirst, RemoteAddress
			.parse(text(request.getRemoteAddress()), RemoteAddress.parse(text(request.getLocalAddress()))));
	}

	private static @Nullable String text(@Nullable InetSocketAddress socket) {
		InetAddress address = (socket != null) ? socket.getAddress() : null;
		return (address != null) ? address.getHostAddress() : null;
	}

	private static Mono<Void> write(Answer answer, ServerHttpResponse response) {
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(answer.body().length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body())));
	}

}

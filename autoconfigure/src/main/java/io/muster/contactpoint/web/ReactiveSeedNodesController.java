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

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPointProber;

/**
 * Answers {@code GET /bootstrap/seed-nodes} on Spring WebFlux, in the same way as
 * {@link SeedNodesController}.
 *
 * @see HandlerMapping
 */
public final class ReactiveSeedNodesController implements WebHandler {

	private final SeedNodesResponder answer;

	private final Invitations invitations;

	private final IntroductionGuard introductions;

	/**
	 * Create a controller.
	 * @param answer what it answers
	 * @param invitations who takes invitations to join
	 * @param introductions is told who introduces itself
	 */
	public ReactiveSeedNodesController(SeedNodesResponder answer, Invitations invitations,
			IntroductionGuard introductions) {
		this.answer = answer;
		this.invitations = invitations;
		this.introductions = introductions;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		if (exchange.getRequest().getMethod() != HttpMethod.GET) {
			response.setStatusCode(HttpStatus.METHOD_NOT_ALLOWED);
			response.getHeaders().setAllow(java.util.Set.of(HttpMethod.GET));
			return response.setComplete();
		}
		this.introductions.probedBy(exchange.getRequest().getHeaders().getFirst(ContactPointProber.INTRODUCTION_HEADER),
				remoteAddress(exchange));
		String invitation = exchange.getRequest().getHeaders().getFirst(ContactPointProber.INVITATION_HEADER);
		if (invitation == null) {
			return answer(exchange);
		}
		return exchange.getPrincipal().hasElement().flatMap((authenticated) -> {
			if (this.invitations.accept(invitation, address(exchange.getRequest()), authenticated)) {
				return answer(exchange);
			}
			response.setStatusCode(HttpStatus.FORBIDDEN);
			return response.setComplete();
		});
	}

	private static @Nullable InetAddress address(ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		return (remote != null) ? remote.getAddress() : null;
	}

	private Mono<Void> answer(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		byte[] json = this.answer.to(exchange.getRequest().getHeaders().getFirst(Announcement.HEADER));
		response.getHeaders().setCacheControl("no-store");
		if (json == null) {
			response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
			return response.setComplete();
		}
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		response.getHeaders().setContentLength(json.length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(json)));
	}

	private static @Nullable String remoteAddress(ServerWebExchange exchange) {
		InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
		return (remote != null && remote.getAddress() != null) ? remote.getAddress().getHostAddress() : null;
	}

}

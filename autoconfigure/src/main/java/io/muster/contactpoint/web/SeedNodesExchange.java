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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.SeedNodes;
import io.muster.security.ClusterToken;
import io.muster.security.RequestVerifier;
import io.muster.security.RequestVerifier.Trust;
import io.muster.security.RequestVerifier.Verdict;
import io.muster.security.Signed;

/**
 * Answers the requests of other nodes, the same on both web stacks: probes, with what the
 * prober says of itself, and invitations to join. May be used by any thread, and never
 * blocks.
 */
public final class SeedNodesExchange {

	private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");

	private static final Map<String, String> JSON = Map.of("Cache-Control", "no-store", "Content-Type",
			"application/json");

	private static final Map<String, String> UNAUTHORIZED = Map.of("Cache-Control", "no-store", "WWW-Authenticate",
			Signed.SCHEME);

	private final SeedNodesResponder responder;

	private final IntroductionGuard introductions;

	private final Invitations invitations;

	private final RequestVerifier verifier;

	/**
	 * Create an exchange.
	 * @param responder gives the seed nodes
	 * @param introductions takes introductions of probers
	 * @param invitations takes invitations to join
	 */
	public SeedNodesExchange(SeedNodesResponder responder, IntroductionGuard introductions, Invitations invitations) {
		this(responder, introductions, invitations, ClusterToken.NONE);
	}

	/**
	 * Create an exchange.
	 * @param responder gives the seed nodes
	 * @param introductions takes introductions of probers
	 * @param invitations takes invitations to join
	 * @param token what requests and answers are signed with
	 */
	public SeedNodesExchange(SeedNodesResponder responder, IntroductionGuard introductions, Invitations invitations,
			ClusterToken token) {
		this.verifier = new RequestVerifier(token, ContactPointProber.SIGNED_HEADERS);
		this.responder = responder;
		this.introductions = introductions;
		this.invitations = invitations;
	}

	/**
	 * Answer a request.
	 * @param route the route that the request came by
	 * @param request the request
	 * @return the answer
	 */
	Answer answer(Route route, Request request) {
		if (!request.method().equals(route.method())) {
			return new Answer(405, Map.of("Allow", route.method()), new byte[0]);
		}
		Verdict verdict = this.verifier.verify(request.method(), request.headers());
		if (verdict.trust() == Trust.STRANGER) {
			return new Answer(401, UNAUTHORIZED, new byte[0]);
		}
		Answer answer = (route == Route.SEED_NODES) ? seedNodes(request, verdict.trust())
				: invitation(request, verdict.trust());
		String signature = this.verifier.sign(verdict, answer.body());
		if (signature == null) {
			return answer;
		}
		Map<String, String> headers = new HashMap<>(answer.headers());
		headers.put(Signed.HEADER, signature);
		return new Answer(answer.status(), headers, answer.body());
	}

	private Answer seedNodes(Request request, Trust trust) {
		if (trust == Trust.REPEATED) {
			return seedNodes(this.responder.json());
		}
		String introduced = request.header(ContactPointProber.CONTACT_POINT_HEADER);
		if (trust == Trust.NODE) {
			this.introductions.acceptOfNode(introduced);
		}
		else {
			this.introductions.accept(introduced, request.remoteAddress());
		}
		return seedNodes(this.responder.to(request.header(Announcement.HEADER), request.remoteAddress()));
	}

	private Answer invitation(Request request, Trust trust) {
		Optional<ContactPoint> target = Optional.ofNullable(request.header(ContactPointProber.INVITATION_HEADER))
			.flatMap(ContactPoint::tryParse);
		if (target.isEmpty()) {
			return new Answer(400, NO_STORE, new byte[0]);
		}
		boolean accepted = trust != Trust.REPEATED
				&& this.invitations.accept(target.get(), request.remoteAddress(), trust == Trust.NODE);
		return accepted ? seedNodes(this.responder.json()) : new Answer(403, NO_STORE, new byte[0]);
	}

	private static Answer seedNodes(byte @Nullable [] json) {
		return (json != null) ? new Answer(200, JSON, json) : new Answer(503, NO_STORE, new byte[0]);
	}

	/**
	 * The routes, each with one method and its path below the base path.
	 */
	public enum Route {

		/**
		 * Probes.
		 */
		SEED_NODES("GET", SeedNodes.PATH),

		/**
		 * Invitations to join. A {@code POST}, because the node that takes one does
		 * something.
		 */
		JOIN("POST", ContactPointProber.INVITATION_PATH);

		private final String method;

		private final String path;

		Route(String method, String path) {
			this.method = method;
			this.path = path;
		}

		/**
		 * Return the only method of this route.
		 * @return the HTTP method
		 */
		public String method() {
			return this.method;
		}

		/**
		 * Return the path of this route.
		 * @return the path below the base path
		 */
		public String path() {
			return this.path;
		}

	}

	/**
	 * A request.
	 *
	 * @param method the HTTP method
	 * @param headers gives the first value of a header, {@code null} if there is none
	 * @param remoteAddress the IP address that the request comes from, {@code null} if
	 * unknown
	 */
	record Request(String method, Function<String, @Nullable String> headers, @Nullable InetAddress remoteAddress) {

		@Nullable String header(String name) {
			return this.headers.apply(name);
		}

	}

	/**
	 * An answer.
	 *
	 * @param status the HTTP status
	 * @param headers the headers
	 * @param body the body, empty if there is none
	 */
	record Answer(int status, Map<String, String> headers, byte[] body) {
	}

}

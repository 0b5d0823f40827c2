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

package io.muster.contactpoint.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodesMapper;
import io.muster.security.RequestSigner.AnswerVerifier;
import io.muster.security.Signed;

/**
 * Reads the response to a probe. If it does not contain seed nodes, the result explains
 * why to operators, and what to do about it.
 */
final class ProbeResponseReader {

	private static final String CONTENT_TYPE = "Content-Type";

	private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

	private static final Pattern LOGIN = Pattern.compile("log-?in|sign-?in|oauth|authoriz|saml|sso|cas/",
			Pattern.CASE_INSENSITIVE);

	private static final String PERMIT = "allow GET " + SeedNodes.PATH + " without login for the other replicas";

	/**
	 * What web servers that expect TLS answer to a plain request, with status 400.
	 */
	private static final Pattern TLS_REQUIRED = Pattern.compile("requires TLS|plain HTTP request|HTTPS port",
			Pattern.CASE_INSENSITIVE);

	static final String USE_HTTPS = "Set muster.bootstrap.contact-point-discovery.protocol=https, or have it "
			+ "registered as secure";

	private ProbeResponseReader() {
	}

	static ProbeResult read(HttpResponse<byte[]> response) {
		int status = response.statusCode();
		if (status != 200) {
			return new Failed((status == 503) ? Kind.STARTING : Kind.WRONG, describe(response, status));
		}
		if (!isJson(response.headers())) {
			return new Failed(Kind.WRONG,
					"answered %s instead of application/json%s: another application or a login page ".formatted(
							response.headers().firstValue(CONTENT_TYPE).orElse("no content type"),
							by(response.headers())) + "is at that address, or it is locked; " + PERMIT
							+ ", and check the address that discovery lists");
		}
		try {
			return new Answered(SeedNodesMapper.read(response.body()));
		}
		catch (IllegalArgumentException ex) {
			return new Failed(Kind.WRONG, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Read a response if it is signed, or need not be. Otherwise it counts like none: a
	 * cluster of nodes with another token, or without one, may be there.
	 * @param verifier verifies its signature, {@code null} if this node has no token
	 */
	static ProbeResult readSigned(HttpResponse<byte[]> response, @Nullable AnswerVerifier verifier,
			Function<HttpResponse<byte[]>, ProbeResult> reader) {
		boolean byToken = response.headers()
			.firstValue("WWW-Authenticate")
			.filter((scheme) -> scheme.equals(Signed.SCHEME))
			.isPresent();
		if (response.statusCode() == 401 && byToken) {
			return new Failed(Kind.WRONG,
					"answered 401: its muster.security.token %s. Set the same token on all nodes"
						.formatted((verifier != null) ? "is another one than that of this node"
								: "is set, and this node has none"));
		}
		if (response.statusCode() == 200 && isJson(response.headers()) && verifier != null
				&& !verifier.counts(response.headers().firstValue(Signed.HEADER).orElse(null), response.body())) {
			return new Failed(Kind.WRONG,
					"answers without a signature by this node's muster.security.token: it has none, or another one. "
							+ "Set the same token on all nodes");
		}
		return reader.apply(response);
	}

	/**
	 * Read the response to an invitation.
	 */
	static ProbeResult readInvitation(HttpResponse<byte[]> response, ContactPoint target) {
		return isLocked(response.statusCode()) ? new Failed(Kind.WRONG,
				"takes no invitation from another node over the network. Send it: POST /actuator/cluster/join {\"addresses\":\"%s\"}"
					.formatted(target))
				: read(response);
	}

	/**
	 * Return whether a status is that of a refusal: by the node itself, or by the
	 * application's security, which may redirect to a login page.
	 */
	private static boolean isLocked(int status) {
		return status == 401 || status == 403 || (status >= 300 && status < 400);
	}

	/**
	 * Return whether the body of a response is read: it can contain seed nodes, or says
	 * why the request was bad.
	 */
	static boolean isBodyWanted(ResponseInfo response) {
		return (response.statusCode() == 200 && isJson(response.headers())) || response.statusCode() == 400;
	}

	private static boolean isJson(HttpHeaders headers) {
		return headers.firstValue(CONTENT_TYPE).filter((type) -> JSON.matcher(type).matches()).isPresent();
	}

	private static String describe(HttpResponse<byte[]> response, int status) {
		if (status >= 300 && status < 400) {
			return redirected(response, status);
		}
		String answered = "answered %d%s".formatted(status, by(response.headers()));
		return answered + switch (status) {
			case 400 -> TLS_REQUIRED.matcher(new String(response.body(), StandardCharsets.UTF_8)).find()
					? ": it speaks TLS at that port, and this node probes it with http. " + USE_HTTPS
					: " instead of 200: it takes the probe for a bad request. See the log of that application";
			case 401, 403 -> ": it is locked by the application's security; " + PERMIT;
			case 404 -> ": that application does not use Muster, or has another context path "
					+ "(server.servlet.context-path, spring.webflux.base-path) or "
					+ "muster.bootstrap.contact-point.base-path than this one, or this is its management port "
					+ "(management.server.port). Make the paths the same, and have server.port registered";
			case 429 -> ": it limits the rate of requests. Exempt GET " + SeedNodes.PATH + " from that limit";
			case 502, 504 -> ": a proxy or load balancer is at that address, and reaches no application. Have each "
					+ "node registered with its own address";
			case 503 -> ": it is starting or stopping. If this lasts, see the log of that application";
			default -> " instead of 200: see the log of that application";
		};
	}

	private static String redirected(HttpResponse<?> response, int status) {
		String location = response.headers()
			.firstValue("Location")
			.map(ProbeResponseReader::withoutQuery)
			.orElse("nowhere");
		String redirected = "answered %d with a redirect to %s".formatted(status, location);
		URI request = response.request().uri();
		URI target = target(request, location);
		if (target != null && "http".equals(request.getScheme()) && "https".equals(target.getScheme())
				&& request.getPath().equals(target.getPath())) {
			return "%s: that application wants https. Set muster.bootstrap.contact-point-discovery.protocol=https, and have its secure port (%d) registered"
				.formatted(redirected, (target.getPort() > 0) ? target.getPort() : 443);
		}
		return "%s, which is not followed%s; %s".formatted(redirected,
				LOGIN.matcher(location).find() ? ": it is a login page" : "", PERMIT);
	}

	private static @Nullable URI target(URI request, String location) {
		try {
			return request.resolve(location);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the server that says its name, in brackets: it may be a proxy or gateway
	 * rather than the node.
	 */
	private static String by(HttpHeaders headers) {
		return headers.firstValue("Server").map((server) -> " (by the server '%s')".formatted(server)).orElse("");
	}

	/**
	 * Return a location without its query. Redirects to a login have a different state in
	 * the query each time, with which the same failure would seem to be another one.
	 */
	private static String withoutQuery(String location) {
		return location.replaceFirst("[?#].*", "");
	}

}

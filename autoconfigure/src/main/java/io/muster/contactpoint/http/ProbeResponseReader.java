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

import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodesMapper;
import io.muster.contactpoint.http.LimitedBodyHandler.BodyTooLongException;

/**
 * Reads the response to a probe. If it does not contain seed nodes, the result explains
 * why to operators, and what to do about it.
 */
final class ProbeResponseReader {

	private static final String CONTENT_TYPE = "Content-Type";

	private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

	private static final String PERMIT = "allow GET " + SeedNodes.PATH + " without login for the other replicas";

	private ProbeResponseReader() {
	}

	static ProbeResult read(HttpResponse<byte[]> response) {
		int status = response.statusCode();
		if (status != 200) {
			return new Failed((status == 503) ? Kind.STARTING : Kind.WRONG, describe(response, status));
		}
		if (!isJson(response.headers())) {
			return new Failed(Kind.WRONG,
					"answered %s instead of application/json: another application or a login page "
						.formatted(response.headers().firstValue(CONTENT_TYPE).orElse("no content type"))
							+ "is at that address, or it is locked; " + PERMIT);
		}
		try {
			return new Answered(SeedNodesMapper.read(response.body()));
		}
		catch (IllegalArgumentException ex) {
			return new Failed(Kind.WRONG, String.valueOf(ex.getMessage()));
		}
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
	 * Return whether a response with this status and content type can contain seed nodes.
	 */
	static boolean mayBeSeedNodes(ResponseInfo response) {
		return response.statusCode() == 200 && isJson(response.headers());
	}

	private static boolean isJson(HttpHeaders headers) {
		return headers.firstValue(CONTENT_TYPE).filter((type) -> JSON.matcher(type).matches()).isPresent();
	}

	private static String describe(HttpResponse<?> response, int status) {
		if (status == 401 || status == 403) {
			return "answered %d: it is locked by the application's security; %s".formatted(status, PERMIT);
		}
		if (status >= 300 && status < 400) {
			return "answered %d with a redirect to %s, which is not followed; %s".formatted(status,
					response.headers().firstValue("Location").map(ProbeResponseReader::withoutQuery).orElse("nowhere"),
					PERMIT);
		}
		if (status == 404) {
			return "answered 404: that application does not use Muster, or has another context path or "
					+ "muster.bootstrap.contact-point.base-path than this one";
		}
		if (status == 503) {
			return "answered 503: it is starting or stopping";
		}
		return "answered %d instead of 200: see the log of that application".formatted(status);
	}

	/**
	 * Return a location without its query. Redirects to a login have a different state in
	 * the query each time, with which the same failure would seem to be another one.
	 */
	private static String withoutQuery(String location) {
		return location.replaceFirst("[?#].*", "");
	}

	/**
	 * Describe the failure of a request that has no response.
	 */
	static Failed failure(Throwable failure, Duration timeout) {
		if (failure instanceof CompletionException && failure.getCause() != null) {
			return failure(failure.getCause(), timeout);
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException) {
				return new Failed(Kind.SILENT, "has a host name that cannot be resolved");
			}
			if (cause instanceof BodyTooLongException) {
				return new Failed(Kind.WRONG, cause.getMessage() + ": it is not a seed-nodes answer");
			}
		}
		if (failure instanceof IllegalArgumentException) {
			return new Failed(Kind.WRONG, "has an address that cannot be asked over HTTP: host names consist of "
					+ "letters, digits, '-' and '.' (" + failure.getMessage() + ")");
		}
		if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
			return new Failed(Kind.SILENT, "gave no complete answer within %d ms".formatted(timeout.toMillis()));
		}
		if (failure instanceof ConnectException) {
			return refusedOrUnreachable(failure);
		}
		if (failure instanceof SSLException) {
			return new Failed(Kind.WRONG, "is not trusted or does not speak TLS: " + failure.getMessage());
		}
		if (String.valueOf(failure.getMessage()).contains("received no bytes")) {
			return new Failed(Kind.WRONG,
					"closed the connection without an answer: it is stopping, or this is not the port "
							+ "of its web server but, for example, of its engine");
		}
		return new Failed(Kind.WRONG,
				"gave no valid HTTP response: " + ((failure.getMessage() != null) ? failure.getMessage() : failure));
	}

	private static Failed refusedOrUnreachable(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		boolean unreachable = message.contains("unreachable") || message.contains("No route");
		return (unreachable) ? new Failed(Kind.SILENT, "cannot be reached: " + message)
				: new Failed(Kind.REFUSED, "refused the connection: no process listens there (yet, or any more)");
	}

}

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

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.http.LimitedBodyHandler.BodyTooLongException;
import io.muster.security.TlsFailure;

/**
 * Explains to operators why a request has no response, and what to do about it, in words
 * of networks rather than in those of the JDK's exceptions.
 */
final class RequestFailure {

	/**
	 * How a TLS record begins that says what is wrong. The HTTP client quotes it: JDK 17
	 * as an invalid status line, JDK 25 as what it was receiving.
	 */
	private static final String TLS_ALERT = "\u0015\u0003";

	private static final String CERTIFICATE_REQUIRED = "requires a TLS certificate of an authority that it trusts, and "
			+ "this node has none: give this node one (muster.security.ssl.bundle), or set server.ssl.client-auth=want there";

	private final ContactPoint contactPoint;

	private final Duration timeout;

	private RequestFailure(ContactPoint contactPoint, Duration timeout) {
		this.contactPoint = contactPoint;
		this.timeout = timeout;
	}

	/**
	 * Explain a failure.
	 * @param contactPoint the contact point that was asked
	 * @param failure the exception of the HTTP client
	 * @param timeout how long the exchange might take
	 * @return the explanation
	 */
	static Failed explain(ContactPoint contactPoint, Throwable failure, Duration timeout) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return new RequestFailure(contactPoint, timeout).explain(cause);
	}

	private Failed explain(Throwable failure) {
		if (find(failure, UnresolvedAddressException.class) != null) {
			return new Failed(Kind.SILENT,
					"has a host name that cannot be resolved: '%s' is not known to the DNS of this node. "
						.formatted(this.contactPoint.host())
							+ "Have it registered with a name or an IP address that every node can resolve");
		}
		if (find(failure, BodyTooLongException.class) != null) {
			return new Failed(Kind.WRONG, failure.getMessage()
					+ ": it is not a seed-nodes answer. Check the address that discovery lists, and its port");
		}
		if (failure instanceof IllegalArgumentException) {
			return new Failed(Kind.WRONG, "has an address that cannot be asked over HTTP: host names consist of "
					+ "letters, digits, '-' and '.' (" + failure.getMessage() + ")");
		}
		if (failure instanceof HttpConnectTimeoutException) {
			return new Failed(Kind.SILENT,
					"takes no connection within %d ms: %s. Open its port %d to this node %s".formatted(
							this.timeout.toMillis(), noConnection(), this.contactPoint.port(),
							"(firewall, security group, NetworkPolicy)"));
		}
		if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
			return new Failed(Kind.SILENT,
					"took the connection, but gave no complete answer within %d ms: the application there is slow or hangs. See its load and its log, or raise muster.bootstrap.contact-point.request-timeout"
						.formatted(this.timeout.toMillis()));
		}
		if (failure instanceof ConnectException) {
			return refusedOrUnreachable(String.valueOf(failure.getMessage()));
		}
		if (failure instanceof SSLException tls) {
			return new Failed(Kind.WRONG, tls(tls));
		}
		return new Failed(Kind.WRONG, noResponse(failure, String.valueOf(failure.getMessage())));
	}

	/**
	 * The JDK's connect timeout covers the TLS handshake.
	 */
	private String noConnection() {
		return this.contactPoint.scheme().equals("https")
				? "it speaks no TLS at that port (muster.bootstrap.contact-point-discovery.protocol=http), packets are "
						+ "dropped on the way, or its machine is gone"
				: "packets are dropped on the way, or its machine is gone";
	}

	private Failed refusedOrUnreachable(String message) {
		boolean unreachable = message.contains("unreachable") || message.contains("No route");
		return unreachable ? new Failed(Kind.SILENT,
				"cannot be reached: %s. This node has no route to that address: have it registered with an address of a network that all nodes share"
					.formatted(message))
				: new Failed(Kind.REFUSED, "refused the connection: no process listens there (yet, or any more)");
	}

	private String tls(SSLException failure) {
		return switch (TlsFailure.of(failure)) {
			case EXPIRED -> "has a TLS certificate that has expired: renew it, or correct the clock of this machine";
			case NOT_YET_VALID ->
				"has a TLS certificate that is not valid yet: correct the clock of this machine or of its own";
			case OTHER_NAME ->
				"has a TLS certificate for another name than '%s': add that name to the certificate (subjectAltName), have the node registered with a name in it, or set muster.security.ssl.certificate-name"
					.formatted(this.contactPoint.host());
			case UNTRUSTED ->
				"has a TLS certificate that this node does not trust: it is self-signed, or of an authority "
						+ "that this node does not know. Add that authority to the trust store of this node's SSL bundle "
						+ "(muster.security.ssl.bundle)";
			case PLAIN -> "speaks no TLS at that port, and this node probes it with https. Set "
					+ "muster.bootstrap.contact-point-discovery.protocol=http, or turn TLS on there (server.ssl.*)";
			case REFUSED ->
				"requires a TLS certificate of an authority that it trusts, and this node has none: give this "
						+ "node one (muster.security.ssl.bundle), or set server.ssl.client-auth=want there";
			case OTHER -> "could not agree on TLS with this node (%s): make server.ssl.* of both the same"
				.formatted(failure.getMessage());
		};
	}

	private String noResponse(Throwable failure, String message) {
		if (message.contains(TLS_ALERT)) {
			return "speaks TLS at that port, and this node probes it with http. " + ProbeResponseReader.USE_HTTPS;
		}
		if (message.contains("received no bytes") && this.contactPoint.scheme().equals("https")) {
			return "closed the connection without an answer: it is stopping, or it " + CERTIFICATE_REQUIRED;
		}
		if (message.contains("received no bytes")) {
			return "closed the connection without an answer: it is stopping, or this is not the port of its web server "
					+ "(server.port) but, for example, of its engine (muster.cluster.port), or one that expects TLS "
					+ "(muster.bootstrap.contact-point-discovery.protocol=https)";
		}
		if (find(failure, EOFException.class) != null || find(failure, SocketException.class) != null) {
			return "closed the connection in the middle of its answer: it is stopping, or a proxy on the way broke "
					+ "off. If this lasts, see the log of that application";
		}
		String detail = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		return (failure instanceof IOException)
				? "gave no valid HTTP response: %s. Another service is at that port: check the address that discovery lists"
					.formatted(detail)
				: "could not be probed: " + detail;
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}

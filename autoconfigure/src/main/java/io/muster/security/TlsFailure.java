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

package io.muster.security;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Why two nodes do not agree on TLS, as far as the exceptions of the JDK tell.
 */
public enum TlsFailure {

	/**
	 * The certificate of the other side has expired.
	 */
	EXPIRED,

	/**
	 * The certificate of the other side is not valid yet.
	 */
	NOT_YET_VALID,

	/**
	 * The certificate of the other side is for another name.
	 */
	OTHER_NAME,

	/**
	 * The certificate of the other side is of an authority that is not trusted here.
	 */
	UNTRUSTED,

	/**
	 * The other side requires a certificate that it trusts, and this one has none, or
	 * none that the other side trusts.
	 */
	REFUSED,

	/**
	 * The other side does not speak TLS.
	 */
	PLAIN,

	/**
	 * They have no protocol or cipher in common, or anything else.
	 */
	OTHER;

	/**
	 * Return the kind of a failure.
	 * @param failure what was thrown
	 * @return its kind
	 */
	public static TlsFailure of(SSLException failure) {
		if (find(failure, CertificateExpiredException.class) != null) {
			return EXPIRED;
		}
		if (find(failure, CertificateNotYetValidException.class) != null) {
			return NOT_YET_VALID;
		}
		String message = String.valueOf(failure.getMessage());
		CertificateException certificate = find(failure, CertificateException.class);
		if (certificate != null || message.contains("PKIX")) {
			return (certificate != null && isForAnotherName(String.valueOf(certificate.getMessage()))) ? OTHER_NAME
					: UNTRUSTED;
		}
		boolean closed = find(failure, EOFException.class) != null || find(failure, SocketException.class) != null;
		return closed ? PLAIN : ofMessage(message);
	}

	private static TlsFailure ofMessage(String message) {
		if (message.contains("Unsupported or unrecognized SSL message") || message.contains("plaintext")
				|| message.contains("unexpected_message")) {
			return PLAIN;
		}
		return (message.contains("bad_certificate") || message.contains("alert: certificate_")
				|| message.contains("alert: unknown_ca")) ? REFUSED : OTHER;
	}

	private static boolean isForAnotherName(String message) {
		return message.startsWith("No name matching") || message.startsWith("No subject alternative");
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

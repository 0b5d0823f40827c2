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

package io.muster.bootstrap.formation;

import org.jspecify.annotations.Nullable;

/**
 * Whether a node can connect to the engine of another one: the outcome of an attempt to
 * open a TCP connection and, if engines use it, to agree on TLS.
 */
public enum EngineReach {

	/**
	 * The connection was opened.
	 */
	CONNECTS("it takes connections"),

	/**
	 * The connection was refused.
	 */
	REFUSED("connection refused"),

	/**
	 * No connection was opened in time.
	 */
	TIMED_OUT("no connection in time, so packets are dropped on the way"),

	/**
	 * There is no route to the address.
	 */
	UNREACHABLE("no route to that address"),

	/**
	 * The host name is not known.
	 */
	UNRESOLVED("the name of its host cannot be resolved"),

	/**
	 * The host name stands for other addresses than the one that the node's probes come
	 * from. No connection was tried.
	 */
	ELSEWHERE("the name of its host stands for the address of another machine"),

	/**
	 * The connection was opened, and the engine does not speak TLS.
	 */
	NO_TLS("it speaks no TLS", "Have all nodes use TLS (muster.security.ssl.bundle), or none"),

	/**
	 * The certificate of the engine is of an authority that is not trusted.
	 */
	UNTRUSTED("its TLS certificate is of an authority that is not trusted", EngineReach.ONE_AUTHORITY),

	/**
	 * The engine does not accept the certificate of the node that connects to it.
	 */
	NOT_ACCEPTED("it does not accept the TLS certificate of the node that connects", EngineReach.ONE_AUTHORITY),

	/**
	 * The certificate of the engine has expired, or is not valid yet.
	 */
	EXPIRED("its TLS certificate has expired, or is not valid yet",
			"Renew that certificate, or correct the clocks of the machines"),

	/**
	 * The certificate of the engine is for another name.
	 */
	OTHER_NAME("its TLS certificate is for another name",
			"Add its muster.cluster.host to that certificate (subjectAltName), or set "
					+ "muster.security.ssl.certificate-name to a name that the certificates of all nodes contain"),

	/**
	 * There is no protocol or cipher that both engines use.
	 */
	TLS_FAILED("it does not agree on a protocol and a cipher of TLS",
			"Make spring.ssl.bundle.*.options the same on all nodes");

	private static final String ONE_AUTHORITY = "Give all nodes certificates of one authority, and that authority to the "
			+ "trust store of each (muster.security.ssl.bundle)";

	private final String description;

	private final @Nullable String remedy;

	EngineReach(String description) {
		this(description, null);
	}

	EngineReach(String description, @Nullable String remedy) {
		this.description = description;
		this.remedy = remedy;
	}

	/**
	 * Return what to do if the engines do not agree on TLS.
	 * @return a sentence without its full stop, {@code null} if this is no matter of TLS
	 */
	@Nullable String remedyOfTls() {
		return this.remedy;
	}

	/**
	 * Return what happened, in words of operators.
	 */
	String describe() {
		return this.description;
	}

	/**
	 * Return the outcome with this name, {@code null} if the text is none.
	 */
	static @Nullable EngineReach of(String text) {
		for (EngineReach reach : values()) {
			if (reach.name().equals(text)) {
				return reach;
			}
		}
		return null;
	}

}

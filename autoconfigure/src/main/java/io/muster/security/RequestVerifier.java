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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Verifies the requests of other nodes, and signs the answers. A request that is sent
 * again by somebody else is answered, and has no effect: it names the process that it is
 * for, and a number that its sender uses once. For any thread.
 */
public final class RequestVerifier {

	/**
	 * The most senders that are remembered. They hold the secret.
	 */
	private static final int MAX = 2000;

	private final ClusterToken token;

	private final List<String> headers;

	private final String epoch = ClusterToken.nonce();

	private final Map<String, Long> counters = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX;
		}

	};

	/**
	 * Create a verifier.
	 * @param token the secret
	 * @param headers the names of the headers that are signed
	 */
	public RequestVerifier(ClusterToken token, List<String> headers) {
		this.token = token;
		this.headers = headers;
	}

	/**
	 * Verify a request.
	 * @param method the HTTP method
	 * @param header gives the first value of a header, {@code null} if there is none
	 * @return what it may do
	 */
	public Verdict verify(String method, Function<String, @Nullable String> header) {
		if (!this.token.isPresent()) {
			return new Verdict(Trust.UNKNOWN, null);
		}
		String signature = header.apply(Signed.HEADER);
		Signed.Request request = (signature != null) ? Signed.Request.tryParse(signature) : null;
		if (request == null || !request.isValid(this.token, method, Signed.values(this.headers, header))) {
			return new Verdict(this.token.isRequired() ? Trust.STRANGER : Trust.UNKNOWN, null);
		}
		return new Verdict(isFresh(request) ? Trust.NODE : Trust.REPEATED, request.nonce());
	}

	private boolean isFresh(Signed.Request request) {
		if (!request.epoch().equals(this.epoch)) {
			return false;
		}
		synchronized (this.counters) {
			Long last = this.counters.get(request.sender());
			if (last != null && last >= request.counter()) {
				return false;
			}
			this.counters.put(request.sender(), request.counter());
			return true;
		}
	}

	/**
	 * Sign an answer.
	 * @param verdict the verdict on the request
	 * @param body the body of the answer
	 * @return the value of the header {@value Signed#HEADER}, {@code null} if the request
	 * was not signed
	 */
	public @Nullable String sign(Verdict verdict, byte[] body) {
		String nonce = verdict.nonce();
		return (nonce != null) ? Signed.Answer.sign(this.token, nonce, this.epoch, body).toString() : null;
	}

	/**
	 * Who sent a request, and what it may do.
	 */
	public enum Trust {

		/**
		 * Somebody without the secret. There is no answer.
		 */
		STRANGER,

		/**
		 * Anybody: this node has no secret, or does not insist on it. What it says of
		 * itself is believed as far as rules of the network allow.
		 */
		UNKNOWN,

		/**
		 * Somebody with the secret, or somebody who sends such a request again. There is
		 * an answer, and no other effect.
		 */
		REPEATED,

		/**
		 * A node with the secret.
		 */
		NODE

	}

	/**
	 * The verdict on a request.
	 *
	 * @param trust who sent it
	 * @param nonce what the answer has to sign, {@code null} if the request is not signed
	 */
	public record Verdict(Trust trust, @Nullable String nonce) {

	}

}

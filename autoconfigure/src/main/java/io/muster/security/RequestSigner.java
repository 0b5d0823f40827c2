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

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Signs the requests of this process, and verifies the answers. For any thread.
 */
public final class RequestSigner {

	private static final String UNKNOWN = "-";

	/**
	 * The most receivers that are remembered. One that is forgotten is as if it was asked
	 * for the first time.
	 */
	private static final int MAX = 2000;

	private final ClusterToken token;

	private final List<String> headers;

	private final String sender = ClusterToken.nonce();

	private final AtomicLong counter = new AtomicLong();

	private final Map<String, String> epochs = new ConcurrentHashMap<>();

	/**
	 * Create a signer.
	 * @param token the secret, which must be present
	 * @param headers the names of the headers that are signed
	 */
	public RequestSigner(ClusterToken token, List<String> headers) {
		this.token = token;
		this.headers = headers;
	}

	/**
	 * Sign a request.
	 * @param receiver where it is sent
	 * @param method the HTTP method
	 * @param header gives the value of each header of the request, {@code null} if it has
	 * none
	 * @return the request's signature
	 */
	public Signature sign(String receiver, String method, Function<String, @Nullable String> header) {
		Signed.Request request = Signed.Request.sign(this.token, this.sender, this.counter.incrementAndGet(),
				this.epochs.getOrDefault(receiver, UNKNOWN), method, Signed.values(this.headers, header));
		return new Signature(request.toString(), (signature, body) -> verify(receiver, request, signature, body));
	}

	private boolean verify(String receiver, Signed.Request request, @Nullable String signature, byte[] body) {
		Signed.Answer answer = (signature != null) ? Signed.Answer.tryParse(signature) : null;
		if (answer == null || !answer.isValid(this.token, request.nonce(), body)) {
			return !this.token.isRequired();
		}
		if (this.epochs.size() >= MAX && !this.epochs.containsKey(receiver)) {
			this.epochs.clear();
		}
		this.epochs.put(receiver, answer.epoch());
		return true;
	}

	/**
	 * The signature of a request.
	 *
	 * @param header the value of the header {@value Signed#HEADER}
	 * @param answer verifies the answer to this request
	 */
	public record Signature(String header, AnswerVerifier answer) {

	}

	/**
	 * Verifies an answer.
	 */
	@FunctionalInterface
	public interface AnswerVerifier {

		/**
		 * Return whether an answer counts.
		 * @param signature its header {@value Signed#HEADER}, {@code null} if it has none
		 * @param body its body
		 * @return whether it does
		 */
		boolean counts(@Nullable String signature, byte[] body);

	}

}

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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What is signed of requests and answers between nodes, and the header with the
 * signature.
 */
public final class Signed {

	/**
	 * The name of the header, of requests and of answers.
	 */
	public static final String HEADER = "Muster-Signature";

	/**
	 * The scheme in the header {@code WWW-Authenticate} of an answer with status 401.
	 */
	public static final String SCHEME = "Muster";

	private static final String VERSION = "v1";

	private static final int MAX_LENGTH = 500;

	private Signed() {
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the values of headers in the order in which they are signed.
	 */
	static List<@Nullable String> values(List<String> names, Function<String, @Nullable String> header) {
		return names.stream().<@Nullable String>map(header).toList();
	}

	/**
	 * The header of a request.
	 *
	 * @param nonce what the answer has to sign
	 * @param sender a random name of the process that sends it
	 * @param counter a number that grows with each request of that process
	 * @param epoch the random name of the process that it is for, {@code -} if unknown
	 * @param mac the signature
	 */
	record Request(String nonce, String sender, long counter, String epoch, String mac) {

		/**
		 * Sign a request.
		 */
		static Request sign(ClusterToken token, String sender, long counter, String epoch, String method,
				List<@Nullable String> headers) {
			String nonce = ClusterToken.nonce();
			return new Request(nonce, sender, counter, epoch,
					token.sign(parts(nonce, sender, counter, epoch, method, headers)));
		}

		static @Nullable Request tryParse(String text) {
			String[] parts = text.split(" ");
			if (text.length() > MAX_LENGTH || parts.length != 6 || !parts[0].equals(VERSION)) {
				return null;
			}
			try {
				return new Request(parts[1], parts[2], Long.parseLong(parts[3]), parts[4], parts[5]);
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}

		boolean isValid(ClusterToken token, String method, List<@Nullable String> headers) {
			return token.verify(this.mac, parts(this.nonce, this.sender, this.counter, this.epoch, method, headers));
		}

		private static byte[][] parts(String nonce, String sender, long counter, String epoch, String method,
				List<@Nullable String> headers) {
			return Stream
				.concat(Stream.of("muster request " + VERSION, method, nonce, sender, String.valueOf(counter), epoch),
						headers.stream().map((header) -> (header != null) ? "=" + header : ""))
				.map(Signed::bytes)
				.toArray(byte[][]::new);
		}

		@Override
		public String toString() {
			return String.join(" ", VERSION, this.nonce, this.sender, String.valueOf(this.counter), this.epoch,
					this.mac);
		}

	}

	/**
	 * The header of an answer.
	 *
	 * @param epoch the random name of the process that answers
	 * @param mac the signature
	 */
	record Answer(String epoch, String mac) {

		static Answer sign(ClusterToken token, String nonce, String epoch, byte[] body) {
			return new Answer(epoch, token.sign(parts(nonce, epoch, body)));
		}

		static @Nullable Answer tryParse(String text) {
			String[] parts = text.split(" ");
			return (text.length() <= MAX_LENGTH && parts.length == 3 && parts[0].equals(VERSION))
					? new Answer(parts[1], parts[2]) : null;
		}

		boolean isValid(ClusterToken token, String nonce, byte[] body) {
			return token.verify(this.mac, parts(nonce, this.epoch, body));
		}

		private static byte[][] parts(String nonce, String epoch, byte[] body) {
			return new byte[][] { bytes("muster answer " + VERSION), bytes(nonce), bytes(epoch), body };
		}

		@Override
		public String toString() {
			return String.join(" ", VERSION, this.epoch, this.mac);
		}

	}

}

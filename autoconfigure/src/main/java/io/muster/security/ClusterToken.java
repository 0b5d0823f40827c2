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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that all nodes of a cluster share, or several while it is changed: the first
 * signs, and all verify. Signatures are HMAC-SHA256. For any thread.
 */
public final class ClusterToken {

	/**
	 * No secret: nothing is signed, and everything is heard.
	 */
	public static final ClusterToken NONE = new ClusterToken(List.of(), false);

	/**
	 * The fewest characters of a secret.
	 */
	public static final int MIN_LENGTH = 32;

	private static final String ALGORITHM = "HmacSHA256";

	private static final SecureRandom random = new SecureRandom();

	private final List<SecretKeySpec> keys;

	private final boolean required;

	/**
	 * Create a token.
	 * @param secrets the secrets, the one that signs first; empty for none
	 * @param required whether what is not signed is refused
	 * @throws IllegalArgumentException if a secret is too short
	 */
	public ClusterToken(List<String> secrets, boolean required) {
		for (String secret : secrets) {
			if (secret.length() < MIN_LENGTH) {
				throw new IllegalArgumentException(
						"A token has %d characters, and at least %d are needed".formatted(secret.length(), MIN_LENGTH));
			}
		}
		this.keys = secrets.stream()
			.map((secret) -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
			.toList();
		this.required = required && !secrets.isEmpty();
	}

	/**
	 * Return whether there is a secret.
	 * @return whether this node signs
	 */
	public boolean isPresent() {
		return !this.keys.isEmpty();
	}

	/**
	 * Return whether what is not signed is refused.
	 * @return whether it is
	 */
	public boolean isRequired() {
		return this.required;
	}

	/**
	 * Return a text that nobody can guess, and that is never used again.
	 * @return 128 random bits as text
	 */
	static String nonce() {
		byte[] bytes = new byte[16];
		random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Sign.
	 * @param parts what is signed, in order
	 * @return the signature as text
	 */
	String sign(byte[]... parts) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(this.keys.get(0), parts));
	}

	/**
	 * Return whether a signature is that of one of the secrets. How long that takes says
	 * nothing of a secret.
	 * @param signature the signature, from any sender
	 * @param parts what was signed, in order
	 * @return whether it is
	 */
	boolean verify(String signature, byte[]... parts) {
		byte[] given;
		try {
			given = Base64.getUrlDecoder().decode(signature);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
		boolean valid = false;
		for (SecretKeySpec key : this.keys) {
			valid |= MessageDigest.isEqual(mac(key, parts), given);
		}
		return valid;
	}

	/**
	 * Each part is preceded by its length, so that no two lists of parts are the same.
	 */
	private static byte[] mac(SecretKeySpec key, byte[]... parts) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			for (byte[] part : parts) {
				mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
				mac.update(part);
			}
			return mac.doFinal();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no " + ALGORITHM, ex);
		}
	}

	/**
	 * Does not say the secret.
	 */
	@Override
	public String toString() {
		return "ClusterToken[%d]".formatted(this.keys.size());
	}

}

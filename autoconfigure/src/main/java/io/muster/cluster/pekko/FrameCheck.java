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

package io.muster.cluster.pekko;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import com.typesafe.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Checks what comes in on one connection to the engine's port, before the engine reads
 * it. A connection of Artery begins with four bytes by which Pekko knows itself, and the
 * number of a stream. Then come frames, each after its length. The engine itself has no
 * limit on that length, and does not end where it is negative.
 * <p>
 * With TLS, the first byte is that of a TLS handshake. The rest cannot be read here: the
 * engine reads it only from those who have a certificate.
 */
final class FrameCheck {

	private static final int MAGIC = 4;

	private static final int TLS_HANDSHAKE = 22;

	private final Rules rules;

	private final byte[] header;

	private int headerLength;

	private boolean opened;

	private long length;

	private long remaining;

	FrameCheck(Rules rules) {
		this.rules = rules;
		this.header = new byte[Math.max(MAGIC + 1, Integer.BYTES)];
	}

	/**
	 * Look at bytes that have arrived. The position of the buffer does not change.
	 * @param bytes the bytes
	 * @return what is wrong with them, {@code null} if nothing is
	 */
	@Nullable String check(ByteBuffer bytes) {
		int position = bytes.position();
		while (position < bytes.limit()) {
			if (this.opened && this.rules.tls()) {
				return null;
			}
			if (this.remaining > 0) {
				int skipped = (int) Math.min(this.remaining, bytes.limit() - position);
				this.remaining -= skipped;
				position += skipped;
				continue;
			}
			this.header[this.headerLength++] = bytes.get(position++);
			String failure = this.opened ? length() : opening();
			if (failure != null) {
				return failure;
			}
		}
		return null;
	}

	private @Nullable String opening() {
		if (this.rules.tls()) {
			this.opened = true;
			return (this.header[0] == TLS_HANDSHAKE) ? null : "it does not begin like TLS";
		}
		if (this.headerLength <= MAGIC) {
			return this.rules.isMagic(this.header, this.headerLength) ? null : "it does not begin like Pekko";
		}
		this.opened = true;
		this.headerLength = 0;
		int stream = this.header[MAGIC];
		return (stream >= 1 && stream <= 3) ? null : "it is for stream " + stream + ", which does not exist";
	}

	private @Nullable String length() {
		if (this.headerLength < Integer.BYTES) {
			return null;
		}
		this.headerLength = 0;
		this.remaining = IntStream.range(0, Integer.BYTES).mapToLong((i) -> (this.header[i] & 0xFFL) << (8 * i)).sum();
		this.length = this.remaining;
		return (this.remaining <= this.rules.maxFrame()) ? null
				: "it announces a frame of %d bytes, and at most %d are accepted".formatted(this.remaining,
						this.rules.maxFrame());
	}

	/**
	 * Return whether the connection has said what it is.
	 */
	boolean isOpened() {
		return this.opened;
	}

	/**
	 * Return how many bytes of a frame have arrived that is not complete.
	 */
	long held() {
		return (this.remaining > 0) ? this.length - this.remaining : 0;
	}

	/**
	 * What is accepted on all connections.
	 *
	 * @param tls whether the engine expects TLS
	 * @param magics what the first bytes may be
	 * @param maxFrame the longest frame, in bytes
	 */
	record Rules(boolean tls, Collection<byte[]> magics, long maxFrame) {

		static Rules of(Config config) {
			Config artery = config.getConfig("pekko.remote.artery");
			Config advanced = artery.getConfig("advanced");
			List<byte[]> magics = advanced.getStringList("tcp-magic")
				.stream()
				.map((magic) -> magic.getBytes(StandardCharsets.UTF_8))
				.toList();
			return new Rules(artery.getString("transport").equals("tls-tcp"), magics,
					Math.max(advanced.getBytes("maximum-frame-size"), advanced.getBytes("maximum-large-frame-size")));
		}

		private boolean isMagic(byte[] header, int length) {
			return this.magics.stream()
				.anyMatch((magic) -> IntStream.range(0, length).allMatch((i) -> magic[i] == header[i]));
		}

	}

}

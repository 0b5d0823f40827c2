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

package io.muster.benchmark;

import java.nio.charset.StandardCharsets;

/**
 * The head of an HTTP response, of which only what a load generator needs is read.
 */
final class ResponseHead {

	private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

	private final byte[] bytes;

	private int length;

	private int contentLength;

	private boolean close;

	/**
	 * Create a head.
	 * @param bytes the buffer into which responses are read, from its beginning
	 */
	ResponseHead(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Read the head if it is complete.
	 * @param end the end of what has been received
	 * @return whether it is complete
	 * @throws IllegalStateException if it is not what is expected
	 */
	boolean read(int end) {
		this.contentLength = -1;
		this.close = false;
		int line = 0;
		for (int i = 1; i < end; i++) {
			if (this.bytes[i] == '\n' && this.bytes[i - 1] == '\r') {
				if (i - line == 1) {
					this.length = i + 1;
					check();
					return true;
				}
				readLine(line, i - 1);
				line = i + 1;
			}
		}
		return false;
	}

	private void readLine(int start, int end) {
		if (startsWith(start, CONTENT_LENGTH)) {
			this.contentLength = 0;
			for (int i = start + CONTENT_LENGTH.length; i < end; i++) {
				if (this.bytes[i] >= '0' && this.bytes[i] <= '9') {
					this.contentLength = 10 * this.contentLength + this.bytes[i] - '0';
				}
			}
		}
		else if (startsWith(start, CLOSE)) {
			this.close = true;
		}
	}

	private boolean startsWith(int start, byte[] lowerCase) {
		for (int i = 0; i < lowerCase.length; i++) {
			byte letter = this.bytes[start + i];
			if (((letter >= 'A' && letter <= 'Z') ? letter + 'a' - 'A' : letter) != lowerCase[i]) {
				return false;
			}
		}
		return true;
	}

	private void check() {
		for (int i = 0; i < OK.length; i++) {
			if (this.bytes[i] != OK[i]) {
				throw new IllegalStateException("Answered " + text());
			}
		}
		if (this.contentLength <= 0 || this.length + this.contentLength > this.bytes.length) {
			throw new IllegalStateException("Answered without a usable length: " + text());
		}
	}

	private String text() {
		return new String(this.bytes, 0, this.length, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return the length of the whole response.
	 */
	int responseLength() {
		return this.length + this.contentLength;
	}

	/**
	 * Return whether the server closes the connection afterwards.
	 */
	boolean isClose() {
		return this.close;
	}

}

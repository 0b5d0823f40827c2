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

import java.time.Duration;

/**
 * How much comes through an {@link EngineGate}.
 *
 * @param connections how many connections there may be at a time
 * @param connectionsOfAddress how many of them may come from one address
 * @param idle after which time without a byte a connection gives way to others
 * @param opening the time in which a connection has to say what it is
 * @param heldBytes how many bytes of incomplete frames the engine may hold
 */
record GateLimits(int connections, int connectionsOfAddress, Duration idle, Duration opening, long heldBytes) {

	/**
	 * Return the limits for this JVM. A node makes two connections to each other, and one
	 * more if the application has large messages. Several nodes may have one address.
	 * @param maxFrame the longest frame, in bytes
	 * @return the limits
	 */
	static GateLimits of(long maxFrame) {
		long held = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);
		return new GateLimits(2000, 500, Duration.ofSeconds(10), Duration.ofSeconds(10), Math.max(held, 2 * maxFrame));
	}

}

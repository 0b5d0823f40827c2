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

package io.muster.consensus;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a server leads until its session ends, and the locks that it holds.
 *
 * @param end when the session ends, in nanoseconds of the server's monotonic clock
 * @param tokens the tokens by role
 * @param locks the locks by name
 */
public record Holdings(long end, Map<String, Long> tokens, Map<String, LockHolding> locks) {

	/**
	 * Nothing.
	 */
	public static final Holdings NONE = new Holdings(0, Map.of(), Map.of());

	public Holdings {
		tokens = Map.copyOf(tokens);
		locks = Map.copyOf(locks);
	}

	/**
	 * A lock that a server holds or waits for.
	 *
	 * @param request the request that is agreed
	 * @param token the token, {@code null} while the server waits
	 * @param end when the lock ends, as above; that of the session if it has no time
	 */
	public record LockHolding(LockRequest request, @Nullable Long token, long end) {
	}

}

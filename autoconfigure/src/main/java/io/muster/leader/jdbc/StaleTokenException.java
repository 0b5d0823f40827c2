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

package io.muster.leader.jdbc;

import org.jspecify.annotations.Nullable;

import io.muster.leader.FencingToken;

/**
 * A transaction comes too late: a later leader, or holder of the lock, has written. What
 * the transaction did must be rolled back, as Spring does for an exception of this kind.
 */
public final class StaleTokenException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param name what the transaction writes
	 * @param token its token
	 * @param largest the largest token that was seen; {@code null} if it is unknown
	 */
	public StaleTokenException(String name, FencingToken token, @Nullable FencingToken largest) {
		super("The transaction comes too late: '%s' was written with token %s, and this is %s. It must be rolled back"
			.formatted(name, (largest != null) ? largest : "unknown", token));
	}

}

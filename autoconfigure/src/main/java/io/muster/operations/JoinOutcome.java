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

package io.muster.operations;

import java.util.List;

/**
 * The outcome of a join.
 *
 * @param joined the number of nodes that were contacted, this one included if its own
 * address was given as well
 * @param message the outcome as a sentence for an operator
 * @param failures the addresses at which no node was contacted, in the given order
 */
public record JoinOutcome(int joined, String message, List<Failure> failures) {

	public JoinOutcome {
		failures = List.copyOf(failures);
	}

	/**
	 * An address at which no node was contacted.
	 *
	 * @param address the address as it was given
	 * @param reason the reason, which follows the address in a sentence
	 */
	public record Failure(String address, String reason) {
	}

}

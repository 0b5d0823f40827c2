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

package io.muster.cluster;

import java.time.Instant;

/**
 * A former member.
 *
 * @param member the member as it was last seen
 * @param kind whether it left or failed
 * @param at when this node saw its removal; wall clock, for display only
 */
public record DepartedMember(Member member, Kind kind, Instant at) {

	/**
	 * How a member departed.
	 */
	public enum Kind {

		/**
		 * It left gracefully.
		 */
		LEFT,

		/**
		 * It became unreachable and was declared failed.
		 */
		FAILED

	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * Elects the leader of a cluster if its servers have {@link LeaderChange#CONSENSUS}. All
 * methods may be called from any thread, and never block.
 */
public interface LeaderElection {

	/**
	 * No leader is ever elected.
	 */
	LeaderElection NONE = new LeaderElection() {

		@Override
		public boolean isLeader() {
			return false;
		}

		@Override
		public @Nullable Node leader() {
			return null;
		}

		@Override
		public @Nullable String obstacle() {
			return null;
		}

	};

	/**
	 * Return whether this node acts as the leader at this moment.
	 * @return whether it does
	 */
	boolean isLeader();

	/**
	 * Return the leader, as far as this node knows.
	 * @return the leader or {@code null} if there is none
	 */
	@Nullable Node leader();

	/**
	 * Return why no server acts as the leader.
	 * @return the reason, for a message; {@code null} if nothing is known against it
	 */
	@Nullable String obstacle();

}

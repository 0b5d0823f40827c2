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

package io.muster.leader;

import org.jspecify.annotations.Nullable;

/**
 * What this server leads, or leads no more. Published as Spring application events, in
 * order, on one thread of Muster's, the same that starts and stops beans with
 * {@link OnLeader @OnLeader}. A listener that takes long delays those that follow.
 */
public sealed interface LeadershipEvent {

	/**
	 * Return the role.
	 * @return the role, {@link Leadership#DEFAULT_ROLE} for that of the application
	 */
	String role();

	/**
	 * This server began to lead.
	 *
	 * @param role the role
	 * @param token the token of the term; {@code null} if the leader is not elected by
	 * consensus, or this server leads no more already
	 */
	record LeadershipGranted(String role, @Nullable FencingToken token) implements LeadershipEvent {
	}

	/**
	 * This server leads no more. The beans of the role have been stopped.
	 *
	 * @param role the role
	 */
	record LeadershipRevoked(String role) implements LeadershipEvent {
	}

}

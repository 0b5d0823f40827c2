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
 * The leadership of one role: at most one server of the cluster has it at one moment.
 * <p>
 * All methods may be called from any thread.
 */
public interface Leadership {

	/**
	 * The role of the application as a whole. Each server stands for it, and the one that
	 * leads it is the {@link io.muster.cluster.Cluster#leader() leader} of the cluster.
	 */
	String DEFAULT_ROLE = "";

	/**
	 * Return the role.
	 * @return the role, {@link #DEFAULT_ROLE} for that of the application
	 */
	String role();

	/**
	 * Return whether this server leads at this moment. The monotonic clock is read in
	 * each call, so the answer is right also when the process was just suspended. Never
	 * blocks.
	 * @return {@code true} if this server leads
	 */
	boolean isLeader();

	/**
	 * Return the token of the present term. Never blocks.
	 * @return the token; {@code null} if this server does not lead at this moment, or the
	 * leader is not elected by consensus ({@code muster.cluster.leader-change})
	 */
	@Nullable FencingToken token();

	/**
	 * Hand the leadership over to another server that stands for the role. Returns at
	 * once. This server does not lead any more from now on, and stands again after a
	 * while. Does nothing if this server does not lead.
	 */
	void yield();

}

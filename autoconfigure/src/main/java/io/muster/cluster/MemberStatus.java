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

/**
 * Status of a {@link Member}, as Akka and Pekko Cluster define it.
 *
 * @see <a href=
 * "https://pekko.apache.org/docs/pekko/current/typed/cluster-membership.html#member-states">Pekko:
 * Member States</a>
 */
public enum MemberStatus {

	/**
	 * Accepted by the cluster, not yet seen by all of its members.
	 */
	JOINING("Joining"),

	/**
	 * Working while some members are unreachable; becomes {@link #UP} when all are
	 * reachable again.
	 */
	WEAKLY_UP("WeaklyUp"),

	/**
	 * A full member.
	 */
	UP("Up"),

	/**
	 * Leaving gracefully, because it stops or because an operator asked it to leave.
	 */
	LEAVING("Leaving"),

	/**
	 * Left gracefully, and about to be removed.
	 */
	EXITING("Exiting"),

	/**
	 * Declared failed; about to be removed.
	 */
	DOWN("Down"),

	/**
	 * Not a member any more.
	 */
	REMOVED("Removed");

	private final String text;

	MemberStatus(String text) {
		this.text = text;
	}

	/**
	 * Return the status as Akka and Pekko write it.
	 * @return the text, for example {@code WeaklyUp}
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return whether other nodes can join through a member in this status.
	 * @return {@code true} for {@link #UP}, {@link #WEAKLY_UP} and {@link #JOINING}
	 */
	public boolean isJoinable() {
		return this == JOINING || isWorking();
	}

	/**
	 * Return whether a split brain resolver counts a member in this status. All other
	 * members have seen it then.
	 * @return {@code false} for {@link #JOINING} and {@link #WEAKLY_UP}
	 */
	public boolean isCounted() {
		return this != JOINING && this != WEAKLY_UP;
	}

	/**
	 * Return whether a member in this status is working.
	 * @return {@code true} for {@link #UP} and {@link #WEAKLY_UP}
	 */
	public boolean isWorking() {
		return this == UP || this == WEAKLY_UP;
	}

}

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

import java.time.Duration;

/**
 * The settings of the consensus.
 *
 * @param voters the most voters that a group has
 * @param sessionTimeout how long a server that gives no sign of life keeps what it leads
 * @param heartbeat how often a Raft leader gives a sign of life
 * @param electionTimeout how long a voter waits for that at least; at most twice as long
 * @param logEntries how many committed entries of the log are kept at most
 */
public record ConsensusSettings(int voters, Duration sessionTimeout, Duration heartbeat, Duration electionTimeout,
		int logEntries) {

	/**
	 * The settings of all servers. They must be the same on all of them, so no property
	 * changes them.
	 */
	public static final ConsensusSettings DEFAULT = new ConsensusSettings(5, Duration.ofSeconds(5), 1000);

	/**
	 * By how much the clocks of two servers may differ in their rate, in percent of the
	 * time: much more than quartz clocks do, also while they are being adjusted.
	 */
	static final int DRIFT = 2;

	/**
	 * Create the settings for a session timeout, of which the other times are parts: a
	 * new Raft leader is elected well before sessions end.
	 * @param voters the most voters that a group has
	 * @param sessionTimeout how long a server that gives no sign of life keeps what it
	 * leads
	 * @param logEntries how many committed entries of the log are kept at most
	 */
	public ConsensusSettings(int voters, Duration sessionTimeout, int logEntries) {
		this(voters, sessionTimeout, sessionTimeout.dividedBy(10), sessionTimeout.multipliedBy(3).dividedBy(10),
				logEntries);
	}

	/**
	 * Return how long a server counts on its session, which it measures by its own clock.
	 */
	long holdNanos() {
		return this.sessionTimeout.toNanos() / 100 * (100 - DRIFT);
	}

	/**
	 * Return after how long the Raft leader closes a session, which it measures by its
	 * own clock.
	 */
	long expiryNanos() {
		return this.sessionTimeout.toNanos() / 100 * (100 + DRIFT);
	}

	/**
	 * Return after how long a server that got no answer looks for another Raft leader. A
	 * sign of life is answered when a round of messages is, so it takes up to a sign of
	 * life and a heartbeat from one answer to the next.
	 */
	long answerNanos() {
		return keepAliveNanos() + 2 * this.heartbeat.toNanos();
	}

	long keepAliveNanos() {
		return this.sessionTimeout.toNanos() / 5;
	}

}

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

package io.muster.bootstrap.formation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;

/**
 * Limits how long a join may take, and how long joins may fail before the application is
 * closed. Pekko's coordinator stops when it has decided. If its seed nodes are then gone,
 * its join goes on without end.
 */
final class JoinSupervision {

	/**
	 * How long the first seed node has to let this node in before others are asked as
	 * well, in milliseconds. In a new process, connections and code that run for the
	 * first time take a good part of a second for each seed node, so asking all at once
	 * makes a join a third longer.
	 */
	private static final long FIRST_SEED_NODE_MILLIS = 2000;

	private final BootstrapSettings settings;

	private long deadline = Long.MAX_VALUE;

	private long beganAt;

	private long extendedAt;

	private long widenAt = Long.MAX_VALUE;

	private @Nullable Long since;

	JoinSupervision(BootstrapSettings settings) {
		this.settings = settings;
	}

	/**
	 * Begin to join. Several unsuccessful joins in a row share one limit.
	 */
	void begin(long now) {
		this.beganAt = now;
		this.widenAt = Long.MAX_VALUE;
		this.deadline = now + this.settings.joinTimeout().toMillis();
		if (this.since == null) {
			this.since = now;
		}
	}

	/**
	 * Begin to join through the first of several seed nodes.
	 */
	void beginWithFirst(long now) {
		this.widenAt = now + FIRST_SEED_NODE_MILLIS;
	}

	/**
	 * Return whether all seed nodes are to be asked now, because the first has not let
	 * this node in.
	 * @return {@code true} once for each join
	 */
	boolean widens(long now) {
		boolean widens = now >= this.widenAt;
		if (widens) {
			this.widenAt = Long.MAX_VALUE;
		}
		return widens;
	}

	/**
	 * Begin to found. It ends a series of unsuccessful joins.
	 */
	void beginFounding(long now) {
		this.widenAt = Long.MAX_VALUE;
		this.deadline = now + this.settings.joinTimeout().toMillis();
		this.since = null;
	}

	/**
	 * Give a cluster that is forming, and has just changed, as long as a join may take.
	 */
	void extend(long now) {
		this.widenAt = Long.MAX_VALUE;
		this.deadline = now + this.settings.joinTimeout().toMillis();
		this.extendedAt = now;
	}

	/**
	 * Return whether a cluster that is forming has not changed for as long as a contact
	 * point may be silent. One whose nodes are there is complete sooner.
	 */
	boolean isStalled(long now) {
		return now - this.extendedAt >= this.settings.probingFailureTimeout().toMillis();
	}

	/**
	 * Return when this join began.
	 */
	long beganAt() {
		return this.beganAt;
	}

	/**
	 * Return whether this join has taken too long.
	 */
	boolean isOverdue(long now) {
		return now >= this.deadline;
	}

	/**
	 * Return whether joins have failed for so long that the application is to be closed.
	 */
	boolean isHopeless(long now) {
		return now >= giveUpAt();
	}

	long nextDue() {
		return Math.min(Math.min(this.deadline, this.widenAt), giveUpAt());
	}

	/**
	 * Return how long joins may fail, as the end of a message.
	 */
	String limit() {
		return " within %d ms of trying to join (muster.cluster.shutdown-after-unsuccessful-join-seed-nodes)"
			.formatted(patience());
	}

	private long patience() {
		Duration patience = this.settings.shutdownAfterUnsuccessfulJoin();
		return (patience != null) ? patience.toMillis() : Long.MAX_VALUE;
	}

	/**
	 * Return when to give up, in milliseconds; {@link Long#MAX_VALUE} for never.
	 */
	long giveUpAt() {
		return (this.since != null && patience() != Long.MAX_VALUE) ? this.since + patience() : Long.MAX_VALUE;
	}

}

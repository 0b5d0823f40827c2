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

package io.muster.cluster.pekko;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a node gossips out of turn: at once after news, then after pauses that double
 * until the engine's own turns are as quick. Nothing is sent while there is no news.
 * <p>
 * The first pause grows with the number of members, so that all of them together send no
 * more in a large cluster than in one of ten. In a cluster of hundreds, only the engine's
 * own turns are left.
 */
final class GossipPace {

	private static final Duration FIRST = Duration.ofMillis(20);

	private static final int FEW_MEMBERS = 10;

	private final Duration own;

	private Duration next = FIRST;

	private @Nullable Duration waiting;

	private boolean fresh;

	/**
	 * Create a pace.
	 * @param own the interval of the engine's own gossip
	 */
	GossipPace(Duration own) {
		this.own = own;
	}

	/**
	 * Tell that something has changed.
	 * @param members how many members there are
	 * @return the pause to wait from now on, zero for none; {@code null} if the node
	 * waits already and not for longer, or if there are too many members
	 */
	@Nullable Duration news(int members) {
		Duration first = FIRST.multipliedBy(Math.max(1, members / FEW_MEMBERS));
		if (first.compareTo(this.own) >= 0) {
			return null;
		}
		this.fresh = true;
		this.next = first;
		if (this.waiting != null && this.waiting.compareTo(first) <= 0) {
			return null;
		}
		this.waiting = (this.waiting != null) ? first : Duration.ZERO;
		return this.waiting;
	}

	/**
	 * Return whether to gossip now that the pause is over.
	 * @param settled whether there is nothing to gossip about, as far as is known
	 * @return whether to gossip
	 */
	boolean isDue(boolean settled) {
		boolean due = this.fresh || !settled;
		this.fresh = false;
		if (!due) {
			this.waiting = null;
		}
		return due;
	}

	/**
	 * Return the next pause, after the node has gossiped.
	 * @return the pause; {@code null} if the rest is left to the engine
	 */
	@Nullable Duration pause() {
		this.waiting = (this.next.compareTo(this.own) < 0) ? this.next : null;
		this.next = this.next.multipliedBy(2);
		return this.waiting;
	}

}

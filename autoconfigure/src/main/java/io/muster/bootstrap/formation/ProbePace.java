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

import java.util.random.RandomGenerator;

import io.muster.bootstrap.decision.BootstrapSettings;

/**
 * The time between probes of a contact point. It grows with the number of contact points,
 * so that the probes of all nodes together grow with the number of nodes and not with its
 * square. It is shorter while a decision is near, longer while all wait for a node that
 * is missing, and much longer once this node is a member.
 */
final class ProbePace {

	/**
	 * Up to this number of contact points, each is probed at the configured interval. At
	 * one second that is 30 probes a second for each node to send, which is little work.
	 */
	private static final int MANY = 30;

	/**
	 * The short interval: longer than a round trip between distant data centers, and
	 * short against the stable margin of seconds.
	 */
	private static final long HURRY_MILLIS = 150;

	/**
	 * Up to this number of contact points, each is probed at the short interval: 67
	 * probes a second, about twice the usual most, for the seconds that a decision takes.
	 */
	private static final int MANY_IN_A_HURRY = 10;

	/**
	 * Up to this number of contact points, each is probed at the watch interval. A second
	 * cluster is found if any member probes any of its members, so that few probes of
	 * each node are enough.
	 */
	private static final int FEW = 3;

	/**
	 * While this node rests, it sends at most this number of probes in a probe interval.
	 */
	private static final int AT_REST = 2;

	/**
	 * The number of probes that may be under way in any case. Small clusters wait for
	 * nothing.
	 */
	private static final int MIN_UNDER_WAY = 5;

	/**
	 * Of many contact points, every fourth may be asked at a time: four round trips to
	 * ask all.
	 */
	private static final int SHARE_UNDER_WAY = 4;

	private final BootstrapSettings settings;

	private final RandomGenerator random;

	private boolean hurry;

	private boolean resting;

	private boolean watching;

	ProbePace(BootstrapSettings settings, RandomGenerator random) {
		this.settings = settings;
		this.random = random;
	}

	/**
	 * Set whether a decision is near.
	 * @return whether that is new
	 */
	boolean hurry(boolean hurry) {
		boolean begins = hurry && !this.hurry;
		this.hurry = hurry;
		return begins;
	}

	/**
	 * Set whether this node rests: it waits, and so do all nodes that it hears. Who has
	 * news, or starts, announces that, so there is little to learn by asking.
	 * @return whether a rest ends
	 */
	boolean rest(boolean resting) {
		boolean ends = this.resting && !resting;
		this.resting = resting;
		return ends;
	}

	boolean isResting() {
		return this.resting;
	}

	/**
	 * Return how many probes may be under way at a time. Where processors are so busy
	 * that answers take long, nodes then ask as fast as they can answer. By intervals
	 * alone they would ask faster than that: all would work on requests that nobody waits
	 * for any more, and no answer would come in time.
	 */
	static int maxUnderWay(int contactPoints) {
		return Math.max(MIN_UNDER_WAY, contactPoints / SHARE_UNDER_WAY);
	}

	/**
	 * Return whether there are so many contact points that resting makes a difference.
	 */
	static boolean isMany(int contactPoints) {
		return contactPoints > MANY;
	}

	/**
	 * From now on, only watch for a second cluster.
	 */
	void watch() {
		this.watching = true;
	}

	boolean isWatching() {
		return this.watching;
	}

	/**
	 * Return the time until the next probe, with jitter, in milliseconds. At rest, it is
	 * as long as nothing has changed at the contact point, within limits. So a contact
	 * point that comes back without being able to announce itself is found after no more
	 * time than it was away.
	 * @param contactPoints the number of contact points
	 * @param unchanged for how long nothing has changed there, in milliseconds
	 */
	long next(int contactPoints, long unchanged) {
		double noise = 1 + this.random.nextDouble() * this.settings.probeIntervalJitter();
		if (this.watching) {
			return (long) (this.settings.watchInterval().toMillis() * Math.max(1, contactPoints / (double) FEW)
					* noise);
		}
		long usual = usual(contactPoints);
		long quick = HURRY_MILLIS * Math.max(MANY_IN_A_HURRY, contactPoints) / MANY_IN_A_HURRY;
		if (this.hurry) {
			return (long) (Math.min(usual, quick) * noise);
		}
		return (long) ((this.resting ? Math.max(usual, Math.min(unchanged, slow(contactPoints))) : usual) * noise);
	}

	/**
	 * Return the longest time that {@link #next} can return while neither watching nor
	 * resting, in milliseconds.
	 */
	long longest(int contactPoints) {
		return (long) (usual(contactPoints) * (1 + this.settings.probeIntervalJitter()));
	}

	/**
	 * Return the longest time that {@link #next} can return at rest, in milliseconds.
	 */
	long longestAtRest(int contactPoints) {
		return (long) (slow(contactPoints) * (1 + this.settings.probeIntervalJitter()));
	}

	private long slow(int contactPoints) {
		return isMany(contactPoints) ? this.settings.probeInterval().toMillis() * contactPoints / AT_REST
				: usual(contactPoints);
	}

	private long usual(int contactPoints) {
		return this.settings.probeInterval().toMillis() * Math.max(MANY, contactPoints) / MANY;
	}

}

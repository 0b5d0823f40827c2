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
 * square. It is shorter while a decision is near, and much longer once this node is a
 * member.
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

	private final BootstrapSettings settings;

	private final RandomGenerator random;

	private boolean hurry;

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
	 * From now on, only watch for a second cluster.
	 */
	void watch() {
		this.watching = true;
	}

	boolean isWatching() {
		return this.watching;
	}

	/**
	 * Return the time until the next probe, with jitter, in milliseconds.
	 */
	long next(int contactPoints) {
		double noise = 1 + this.random.nextDouble() * this.settings.probeIntervalJitter();
		if (this.watching) {
			return (long) (this.settings.watchInterval().toMillis() * Math.max(1, contactPoints / (double) FEW)
					* noise);
		}
		long usual = usual(contactPoints);
		long quick = HURRY_MILLIS * Math.max(MANY_IN_A_HURRY, contactPoints) / MANY_IN_A_HURRY;
		return (long) ((this.hurry ? Math.min(usual, quick) : usual) * noise);
	}

	/**
	 * Return the longest time that {@link #next} can return while not watching, in
	 * milliseconds.
	 */
	long longest(int contactPoints) {
		return (long) (usual(contactPoints) * (1 + this.settings.probeIntervalJitter()));
	}

	private long usual(int contactPoints) {
		return this.settings.probeInterval().toMillis() * Math.max(MANY, contactPoints) / MANY;
	}

}

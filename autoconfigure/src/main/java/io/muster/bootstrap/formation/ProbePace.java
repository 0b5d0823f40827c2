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
 * How long to wait between probes of a contact point: longer with many contact points, so
 * that the probes of all nodes together grow with their number and not with its square;
 * shorter while a decision is near; much longer once this node is a member.
 */
final class ProbePace {

	/**
	 * Up to so many contact points are probed at the configured interval each.
	 */
	private static final int MANY = 30;

	private static final long HURRY_MILLIS = 150;

	/**
	 * Up to so many contact points are probed at the quick interval each.
	 */
	private static final int MANY_IN_A_HURRY = 10;

	/**
	 * So many contact points are probed at the interval of watching.
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
	 * Only watch from now on, for a second cluster.
	 */
	void watch() {
		this.watching = true;
	}

	boolean isWatching() {
		return this.watching;
	}

	/**
	 * Return how long to wait until the next probe, with noise.
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
	 * Return the longest time that {@link #next} can return.
	 */
	long longest(int contactPoints) {
		return (long) (usual(contactPoints) * (1 + this.settings.probeIntervalJitter()));
	}

	private long usual(int contactPoints) {
		return this.settings.probeInterval().toMillis() * Math.max(MANY, contactPoints) / MANY;
	}

}

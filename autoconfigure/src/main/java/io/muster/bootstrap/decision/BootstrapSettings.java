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

package io.muster.bootstrap.decision;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ContactPointSource;

/**
 * Settings of bootstrap, already validated. The names are those of the properties.
 * Durations longer than ten years are limited to ten years, except the vote timeout.
 *
 * @param newClusterEnabled whether this node may found a cluster
 * @param stableMargin how long the contact points must not have changed before this node
 * founds
 * @param interval time between lookups
 * @param exponentialBackoffRandomFactor noise that is added to the intervals between
 * lookups
 * @param exponentialBackoffMax longest interval between lookups while they fail
 * @param requiredContactPointNr how many nodes must be confirmed before one founds, this
 * node included
 * @param requiredByDefault whether that number is the default, because the user set none
 * @param resolveTimeout how long a lookup may take
 * @param contactWithAllContactPoints whether all contact points must have answered before
 * this node founds
 * @param probingFailureTimeout how long probes of a contact point may fail before contact
 * points are looked up again
 * @param requestTimeout how long a probe may take
 * @param probeInterval time between probes of a contact point
 * @param probeIntervalJitter noise that is added to it
 * @param joinTimeout how long a join may take before contact points are probed again
 * @param voteTimeout how long a candidate may be silent before the vote for it is dropped
 * @param shutdownAfterUnsuccessfulJoin how long joins may fail before the application is
 * closed, {@code null} for no limit
 * @param watchInterval time between the probes of a member that watches for a second
 * cluster, zero if it does not watch
 * @param splitResolution what to do about a second cluster
 * @param introductions whether this node learns contact points from other nodes, because
 * no registry lists them
 * @param retryMax how many times contact points may be looked up again before this node
 * is a member, 0 for no limit
 * @param rejoinAfterLeave whether a node that an operator had leave bootstraps when its
 * process is started again
 * @param profile whether this node is a client, and its data center
 * @param readinessDeadlock why discovery may not list nodes before they are members, and
 * how to change that, for a message; {@code null} if it lists them
 * @see ContactPointSource
 * @see ContactPointProber
 */
public record BootstrapSettings(boolean newClusterEnabled, Duration stableMargin, Duration interval,
		double exponentialBackoffRandomFactor, Duration exponentialBackoffMax, int requiredContactPointNr,
		boolean requiredByDefault, Duration resolveTimeout, boolean contactWithAllContactPoints,
		Duration probingFailureTimeout, Duration requestTimeout, Duration probeInterval, double probeIntervalJitter,
		Duration joinTimeout, Duration voteTimeout, @Nullable Duration shutdownAfterUnsuccessfulJoin,
		Duration watchInterval, SplitResolution splitResolution, boolean introductions, int retryMax,
		boolean rejoinAfterLeave, NodeProfile profile, @Nullable String readinessDeadlock) {

	private static final Duration LONGEST = Duration.ofDays(3650);

	public BootstrapSettings {
		stableMargin = limit(stableMargin);
		interval = limit(interval);
		exponentialBackoffMax = limit(exponentialBackoffMax);
		resolveTimeout = limit(resolveTimeout);
		probingFailureTimeout = limit(probingFailureTimeout);
		requestTimeout = limit(requestTimeout);
		probeInterval = limit(probeInterval);
		joinTimeout = limit(joinTimeout);
		shutdownAfterUnsuccessfulJoin = (shutdownAfterUnsuccessfulJoin != null) ? limit(shutdownAfterUnsuccessfulJoin)
				: null;
		watchInterval = limit(watchInterval);
	}

	// A duration that stands for no limit would overflow sums of milliseconds.
	private static Duration limit(Duration duration) {
		return (duration.compareTo(LONGEST) < 0) ? duration : LONGEST;
	}

	/**
	 * Return the age up to which an answer counts. It covers a probe interval and a
	 * request timeout, so that a contact point that answers slowly stays confirmed.
	 * @return the age in milliseconds
	 */
	public long freshness() {
		double round = this.probeInterval.toMillis() * (1 + this.probeIntervalJitter);
		return Math.max(this.probingFailureTimeout.toMillis(), (long) round + this.requestTimeout.toMillis());
	}

}

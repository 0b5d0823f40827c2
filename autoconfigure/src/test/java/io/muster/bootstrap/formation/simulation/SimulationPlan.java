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

package io.muster.bootstrap.formation.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.SplitResolution;
import io.muster.cluster.NodeProfile;

/**
 * What the world of a {@link Simulation} is like: made from a seed, or a quiet world that
 * a test changes to its needs. Times are milliseconds.
 */
final class SimulationPlan {

	/**
	 * What a world is there to show.
	 */
	enum Family {

		/**
		 * A cluster counts from the moment that it is founded, so that the votes alone
		 * must prevent a split. A majority is required, a voter that listens hears its
		 * candidate at least once within the vote timeout, no node forgets its vote while
		 * its candidate lives, and no founder dies while its cluster lives on. There must
		 * be no split.
		 */
		VOTES_ALONE,

		/**
		 * The required number is a majority of the nodes that can found, and what the
		 * rule assumes holds: no member is started again without what it remembers while
		 * others of its cluster live on. Anything else may happen. There must be no
		 * split.
		 */
		WITHIN,

		/**
		 * The required number is a majority, and nothing else is assumed. Each split must
		 * be one that the documentation names.
		 */
		BEYOND,

		/**
		 * The required number is no majority. All nodes must join.
		 */
		MINORITY,

		/**
		 * A majority is required. All nodes remember, members are downed and enter again,
		 * and any node may die at any time. There must be no split.
		 */
		REMEMBERING,

		/**
		 * A majority is required, all nodes remember, and members are downed, as in
		 * {@link #REMEMBERING}. Beside the nodes there are contact points that lie. There
		 * must be no split, no cluster may be moved by a lie, and all nodes must join.
		 */
		LYING,
		/**
		 * One node suffices to found, so that there are several clusters; all but one of
		 * them give way.
		 */
		GIVING_WAY;

		/**
		 * Return whether a voter that listens hears its candidate at least once within
		 * the vote timeout.
		 */
		boolean isHeard() {
			return this == VOTES_ALONE;
		}

	}

	/**
	 * What contact points that lie lie about.
	 */
	final Set<SimulationLie> lies = new HashSet<>();

	int liars;

	/**
	 * Whether something takes connections where liars say that their engine is.
	 */
	boolean liarsListen;

	final long seed;

	final Family family;

	int size = 3;

	int required = 2;

	/**
	 * How many nodes each node requires now, where that is not what all require.
	 */
	final Map<Integer, Integer> requiredOf = new HashMap<>();

	/**
	 * Whether a node that is started again may require another number.
	 */
	boolean numbersChange;

	/**
	 * The least and the largest number that nodes may require.
	 */
	private int leastRequired;

	private int mostRequired;

	boolean requiredByDefault;

	boolean contactWithAll = true;

	final Set<Integer> mayNotFound = new HashSet<>();

	/**
	 * Nodes that are clients.
	 */
	final Set<Integer> clients = new HashSet<>();

	/**
	 * Nodes that are gone for good when it is calm.
	 */
	final Set<Integer> doomed = new HashSet<>();

	long[] startsAt = new long[9];

	/**
	 * When all that is wrong ends.
	 */
	long calmAt;

	/**
	 * Probability that a request, or an answer, is lost.
	 */
	double loss;

	double duplicates;

	/**
	 * Probability that an engine does not reach another, whatever the probes do.
	 */
	double joinFailures;

	/**
	 * Mean delay of a message, in each direction.
	 */
	double delay;

	/**
	 * Mean time between partitions, or 0 for none.
	 */
	long partitionEvery;

	long partitionLength;

	/**
	 * Whether links break one by one and in one direction, rather than the network in
	 * two.
	 */
	boolean asymmetric;

	/**
	 * Mean time between kills, or 0 for none.
	 */
	long killEvery;

	/**
	 * Longest time until a killed node is back.
	 */
	long restartWithin = 3000;

	double killFounder;

	/**
	 * Probability that, soon after a founding, the network breaks between the members and
	 * the nodes that are none yet, and that some nodes that changed sides are started
	 * again.
	 */
	double tearApart;

	/**
	 * Mean time between kills of all at once, or 0 for none.
	 */
	long killAllEvery;

	/**
	 * Whether what nodes remember survives their processes.
	 */
	boolean dataDir;

	/**
	 * Probability that a disk damages what is stored on it when its process is killed.
	 */
	double diskDamage;

	/**
	 * Whether members that are out of reach are downed.
	 */
	boolean downing;

	/**
	 * Mean time between downings of members that are well, or 0 for none.
	 */
	long downEvery;

	SplitResolution splitResolution = SplitResolution.ALERT;

	/**
	 * Whether members name more members than there are.
	 */
	boolean boasting;

	/**
	 * Whether a cluster counts from the moment that it is founded, whatever its members.
	 */
	boolean countsAtOnce;

	/**
	 * Whether members count for a cluster that is forming before they are Up.
	 */
	boolean countsJoining;

	/**
	 * How long between probes of members, or 0 for none.
	 */
	long watchInterval;

	/**
	 * Probability that a founder is cut off the moment it decides to found.
	 */
	double isolateFounder;

	/**
	 * Mean time between pauses of processes, or 0 for none.
	 */
	long pauseEvery;

	long pauseLength;

	/**
	 * Probability that a lookup does not list a contact point.
	 */
	double omission;

	/**
	 * The nodes that each node does not find until it is calm.
	 */
	final boolean[][] hidden = new boolean[9][9];

	double lookupFailures;

	long registersWithin;

	int refusingGhosts;

	int silentGhosts;

	boolean aliases;

	/**
	 * Whether to go on, until there is a split, after what must not happen either.
	 */
	boolean splitsOnly;

	double clockDrift;

	/**
	 * Whether the registry lists all nodes before they start.
	 */
	boolean preregistered;

	/**
	 * Delay of a message, in each direction, when it is calm or nothing goes wrong.
	 */
	long calmDelay = 20;

	/**
	 * Processor time that a node needs for each request and for each answer, which it
	 * handles one after another, in milliseconds.
	 */
	long processorTime;

	private SimulationPlan(long seed, Family family) {
		this.seed = seed;
		this.family = family;
	}

	/**
	 * Return a world in which nothing goes wrong but what a test says.
	 */
	static SimulationPlan quiet(long seed, int size, int required) {
		SimulationPlan plan = new SimulationPlan(seed, Family.BEYOND);
		plan.size = size;
		plan.calmAt = Duration.ofDays(1).toMillis();
		plan.required = required;
		plan.startsAt = new long[size];
		return plan;
	}

	/**
	 * Make a world.
	 */
	static SimulationPlan of(Family family, long seed) {
		SimulationPlan plan = new SimulationPlan(seed, family);
		plan.fill(new SplittableRandom(seed * 31 + family.ordinal()));
		if (seed % 2 == 0) {
			plan.clients.addAll(plan.mayNotFound);
		}
		plan.fillNumbers(new SplittableRandom(seed * 37 + family.ordinal()));
		return plan;
	}

	private void fill(SplittableRandom random) {
		this.size = (random.nextInt(3) == 0) ? random.nextInt(3, 10) : random.nextInt(3, 6);
		int notFounding = (random.nextInt(4) == 0) ? random.nextInt(1, this.size / 2 + 1) : 0;
		while (this.mayNotFound.size() < notFounding) {
			this.mayNotFound.add(random.nextInt(this.size));
		}
		int founding = this.size - notFounding;
		this.required = (this.family == Family.MINORITY) ? random.nextInt(1, founding / 2 + 1)
				: random.nextInt(founding / 2 + 1, founding + 1);
		this.requiredByDefault = this.required == 2 && random.nextBoolean();
		this.contactWithAll = random.nextBoolean();
		this.countsAtOnce = this.family == Family.VOTES_ALONE;
		long spread = pick(random, 0, 500, 3000, 8000);
		for (int i = 0; i < this.size; i++) {
			this.startsAt[i] = random.nextLong(spread + 1);
		}
		this.calmAt = spread + random.nextLong(2000, (random.nextInt(4) == 0) ? 35_000 : 12_000);
		fillNetwork(random);
		fillDiscovery(random);
		fillProcesses(random, founding);
		if (this.family == Family.REMEMBERING || this.family == Family.GIVING_WAY || this.family == Family.LYING) {
			fillRemoval(random);
		}
		if (this.family == Family.LYING) {
			fillLies(random);
		}
		if (this.family == Family.GIVING_WAY) {
			fillSplit(random);
		}
	}

	/**
	 * Let nodes require different numbers, each of which is a majority that can be there.
	 */
	private void fillNumbers(SplittableRandom random) {
		if (this.family == Family.MINORITY || this.family == Family.GIVING_WAY || random.nextInt(3) == 0) {
			return;
		}
		int founding = this.size - this.mayNotFound.size();
		this.leastRequired = founding / 2 + 1;
		this.mostRequired = this.doomed.isEmpty() ? founding : Math.max(this.leastRequired, founding - 1);
		this.numbersChange = random.nextBoolean();
		for (int i = 0; i < this.size; i++) {
			changeNumber(i, random);
		}
	}

	/**
	 * Let a node require another number from its next start on.
	 */
	void changeNumber(int node, SplittableRandom random) {
		this.requiredOf.put(node, random.nextInt(this.leastRequired, this.mostRequired + 1));
	}

	/**
	 * Return how many nodes a node requires.
	 */
	int required(int node) {
		return this.requiredOf.getOrDefault(node, this.required);
	}

	/**
	 * Let a contact point lie. One where something takes connections is like one that is
	 * silent, which blocks founding where all must have answered, and may block it by
	 * telling of a cluster without naming a member.
	 */
	private void fillLies(SplittableRandom random) {
		this.liars = 1;
		this.liarsListen = random.nextInt(3) == 0;
		this.contactWithAll &= !this.liarsListen;
		this.splitsOnly = true;
		this.watchInterval = 5000;
		this.splitResolution = random.nextBoolean() ? SplitResolution.REJOIN : SplitResolution.ALERT;
		SimulationLie[] all = Arrays.stream(SimulationLie.values())
			.filter((lie) -> !this.liarsListen || lie != SimulationLie.ASKER_IS_MEMBER)
			.toArray(SimulationLie[]::new);
		SimulationLie first = all[random.nextInt(all.length)];
		this.lies.add(first);
		int kinds = random.nextInt(1, 4);
		while (!first.isOfCandidate() && this.lies.size() < kinds) {
			SimulationLie lie = all[random.nextInt(all.length)];
			if (!lie.isOfCandidate()) {
				this.lies.add(lie);
			}
		}
	}

	private void fillRemoval(SplittableRandom random) {
		this.downing = true;
		this.dataDir = true;
		this.calmAt += pick(random, 0, 10_000, 30_000);
		this.downEvery = pick(random, 0, 3000, 10_000);
		this.killAllEvery = pick(random, 0, 0, 15_000);
		if (this.family == Family.REMEMBERING && random.nextBoolean()) {
			tearingApart();
		}
	}

	/**
	 * Let everything that would mend the network before long be.
	 */
	SimulationPlan tearingApart() {
		this.tearApart = 1;
		this.partitionEvery = 0;
		this.partitionLength = 20_000;
		this.isolateFounder = 0;
		this.downEvery = 0;
		this.killAllEvery = 0;
		return this;
	}

	/**
	 * Nodes of different groups do not find each other until it is calm.
	 */
	private void fillSplit(SplittableRandom random) {
		this.required = 1;
		this.requiredByDefault = false;
		this.dataDir = random.nextBoolean();
		this.watchInterval = 5000;
		this.splitResolution = SplitResolution.REJOIN;
		if (random.nextBoolean()) {
			this.killEvery = 0;
			this.killFounder = 0;
			this.killAllEvery = 0;
			this.downEvery = 0;
		}
		int groups = random.nextInt(2, 4);
		int[] group = random.ints(this.size, 0, groups).toArray();
		for (int i = 0; i < this.size; i++) {
			for (int j = 0; j < this.size; j++) {
				this.hidden[i][j] |= group[i] != group[j];
			}
		}
	}

	private void fillNetwork(SplittableRandom random) {
		this.loss = random.nextBoolean() ? random.nextDouble(0.4) : 0;
		this.duplicates = random.nextBoolean() ? random.nextDouble(0.2) : 0;
		this.joinFailures = (random.nextInt(3) == 0) ? random.nextDouble() : 0;
		this.delay = pick(random, 2, 20, 100, 300);
		this.partitionEvery = pick(random, 0, 1000, 3000, 6000);
		this.partitionLength = pick(random, 500, 2000, 6000, 20_000);
		this.asymmetric = random.nextInt(3) == 0;
		this.clockDrift = random.nextBoolean() ? 0.01 : 0;
	}

	private void fillDiscovery(SplittableRandom random) {
		this.omission = random.nextBoolean() ? random.nextDouble(0.5) : 0;
		double hiding = (random.nextInt(3) == 0) ? random.nextDouble(0.6) : 0;
		for (int i = 0; i < this.size; i++) {
			for (int j = 0; j < this.size; j++) {
				this.hidden[i][j] = random.nextDouble() < hiding;
			}
		}
		this.lookupFailures = (random.nextInt(3) == 0) ? random.nextDouble(0.5) : 0;
		this.registersWithin = pick(random, 0, 0, 2000, 5000);
		this.refusingGhosts = (random.nextInt(3) == 0) ? random.nextInt(1, 4) : 0;
		this.silentGhosts = (random.nextInt(4) == 0) ? random.nextInt(1, 3) : 0;
		this.aliases = random.nextInt(5) == 0;
	}

	private void fillProcesses(SplittableRandom random, int founding) {
		this.killEvery = pick(random, 0, 700, 2000, 5000);
		this.restartWithin = pick(random, 100, 1000, 5000);
		this.killFounder = (random.nextInt(3) == 0) ? random.nextDouble() : 0;
		this.isolateFounder = (random.nextInt(3) == 0) ? random.nextDouble() : 0;
		this.pauseEvery = pick(random, 0, 0, 2000, 5000);
		this.pauseLength = pick(random, 300, 1500, this.family.isHeard() ? 3000 : 15_000);
		int spare = founding - this.required;
		if (spare > 0 && random.nextInt(4) == 0) {
			int doomed = random.nextInt(this.size);
			this.doomed.add(doomed);
		}
	}

	private static long pick(SplittableRandom random, long... values) {
		return values[random.nextInt(values.length)];
	}

	/**
	 * Hide nodes from one that never sees them.
	 * @param node the node that does not find them
	 * @param others the nodes that it does not find
	 */
	SimulationPlan hides(int node, int... others) {
		Arrays.stream(others).forEach((other) -> this.hidden[node][other] = true);
		return this;
	}

	BootstrapSettings settings(int node) {
		return new BootstrapSettings(!this.mayNotFound.contains(node), Duration.ofSeconds(5), Duration.ofSeconds(1),
				0.2, Duration.ofSeconds(15), required(node), this.requiredByDefault && required(node) == 2,
				Duration.ofSeconds(3), this.contactWithAll, Duration.ofSeconds(3), Duration.ofSeconds(1),
				Duration.ofSeconds(1), 0.2, Duration.ofSeconds(10), Duration.ofSeconds(10), null,
				Duration.ofMillis(this.watchInterval), this.splitResolution, false, 0, false,
				new NodeProfile(this.clients.contains(node), NodeProfile.DEFAULT.dataCenter()), null);
	}

	@Override
	public String toString() {
		return ("%s world %d: %d nodes, %d required%s (differing %s%s), contact-with-all %s, may not found %s, clients %s, starts %s, calm at %d, "
				+ "loss %.2f, duplicates %.2f, join failures %.2f, delay %.0f, partitions every %d for %d%s, kills every %d (founder %.2f), isolates founder %.2f, "
				+ "kills all every %d, downs every %d, data-dir %s, "
				+ "pauses every %d for %d, omission %.2f, lookup failures %.2f, ghosts %d refusing %d silent, doomed %s%s")
			.formatted(this.family, this.seed, this.size, this.required, this.requiredByDefault ? " by default" : "",
					this.requiredOf, this.numbersChange ? ", changing" : "", this.contactWithAll, this.mayNotFound,
					this.clients, Arrays.toString(Arrays.copyOf(this.startsAt, Math.min(this.size, 9))), this.calmAt,
					this.loss, this.duplicates, this.joinFailures, this.delay, this.partitionEvery,
					this.partitionLength, this.asymmetric ? " asymmetric" : "", this.killEvery, this.killFounder,
					this.isolateFounder, this.killAllEvery, this.downEvery, this.dataDir, this.pauseEvery,
					this.pauseLength, this.omission, this.lookupFailures, this.refusingGhosts, this.silentGhosts,
					this.doomed, this.aliases ? ", aliases" : "");
	}

}

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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.Advertisement;
import io.muster.bootstrap.formation.DurableState;
import io.muster.bootstrap.formation.simulation.SimulationOutcome.Split;
import io.muster.bootstrap.formation.simulation.SimulationPlan.Family;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Records votes and members of clusters in a {@link Simulation}, as an observer that sees
 * all nodes at once.
 * <p>
 * A split is two clusters that have a running member each at the same moment, be it for
 * one millisecond, and whether or not these members could know of each other. A cluster
 * begins when the engine of its founder is a member, and is over when no process that was
 * ever its member runs any more: founding after that is no split. A process that is
 * started again is another process.
 * <p>
 * A split is explained, as one that the rule does not claim to prevent, only if every
 * node that voted for both foundings was started again between its two votes, or dropped
 * the first because it had listened to the candidate in vain for the vote timeout, or
 * because that candidate was dead while its cluster lived on. Without a node that voted
 * for both it is never explained.
 * <p>
 * Four more things must never happen, split or not: a founding for which fewer nodes than
 * required, none of which requires more, ever held that vote; a vote that is dropped
 * while its candidate runs, still stands, and has not been silent for the vote timeout,
 * unless its holder doubts it because it did not found for long with enough votes, or its
 * holder has been in the cluster of that candidate, and left it; a vote that is
 * advertised before it is stored; and seed nodes in the answer of a node that is no
 * member or is leaving.
 */
final class SimulationLedger {

	private final Simulation world;

	private final List<SimulationCluster> clusters = new ArrayList<>();

	private final Map<Vote, Map<Integer, Holding>> holdings = new HashMap<>();

	private @Nullable Split split;

	private @Nullable String detail;

	private long lastJoinAt;

	private int foundings;

	private int clustersAtCalm;

	private final Map<SimulationCluster, Set<SimulationCluster>> gaveWay = new HashMap<>();

	private boolean bothGaveWay;

	SimulationLedger(Simulation world) {
		this.world = world;
	}

	void voted(SimulationProcess process, Vote vote) {
		this.holdings.computeIfAbsent(vote, (key) -> new HashMap<>())
			.put(process.node().index(), new Holding(process.self().uid(), lowestNumber(process, vote), null));
	}

	/**
	 * Return the lowest number that a node has required while it held a vote. With what
	 * it stored, it holds its vote also when it is started again with another number, and
	 * an answer from before may still count.
	 */
	private int lowestNumber(SimulationProcess process, Vote vote) {
		Holding before = this.holdings.getOrDefault(vote, Map.of()).get(process.node().index());
		return (before != null) ? Math.min(before.number(), process.ownNumber()) : process.ownNumber();
	}

	void dropped(SimulationProcess process, Vote vote) {
		if (vote.candidate().uid() == process.self().uid()) {
			return;
		}
		End end = process.hasLeftClusterOf(vote) ? End.LEFT_CLUSTER : end(process, vote);
		this.holdings.computeIfAbsent(vote, (key) -> new HashMap<>())
			.put(process.node().index(), new Holding(process.self().uid(), lowestNumber(process, vote), end));
		if (end == End.WRONGLY) {
			violated(Split.WRONG_DROP, "%s dropped its vote for %s, which runs, stands and was heard %d ms ago"
				.formatted(process, vote, process.silence(Objects.requireNonNull(candidate(vote)))));
		}
		else {
			this.world.tell(process, () -> "dropped its vote for %s: %s".formatted(vote.candidate().address(), end));
		}
	}

	private @Nullable SimulationNode candidate(Vote vote) {
		return this.world.network().node(vote.candidate().address());
	}

	private End end(SimulationProcess process, Vote vote) {
		SimulationNode node = candidate(vote);
		SimulationProcess candidate = (node != null) ? node.process() : null;
		if (node == null || candidate == null || candidate.self().uid() != vote.candidate().uid()) {
			return End.CANDIDATE_GONE;
		}
		if (!vote.equals(candidate.vote())) {
			return End.CANDIDATE_RENOUNCED;
		}
		if (process.doubts(node)) {
			return End.DOUBTED;
		}
		// Of answers at two contact points of the candidate, the voter counts the one
		// that it
		// asked for last, which may have come a little before the other.
		return (process.silence(node) > 9900) ? End.TIMED_OUT : End.WRONGLY;
	}

	/**
	 * Note that a process has its engine found.
	 */
	void decidedToFound(SimulationProcess process, @Nullable Vote vote, int required) {
		this.world.tell(process, () -> "FOUNDS, %d are required".formatted(required));
		if (!this.world.isCalm() && this.world.happens(this.world.plan().isolateFounder)) {
			this.world.network().isolate(process.node());
		}
		if (vote == null) {
			return;
		}
		long voters = this.holdings.getOrDefault(vote, Map.of())
			.values()
			.stream()
			.filter((holding) -> holding.number() <= required || process.ownNumber() == 1)
			.count();
		int least = Math.max(process.ownNumber(), required);
		if (voters < least || required < process.ownNumber()) {
			violated(Split.FEW_VOTERS,
					"%s founds with %d voters that require as few, %d are required".formatted(process, voters, least));
		}
	}

	void founded(SimulationProcess founder, SimulationCluster cluster) {
		this.clusters.add(cluster);
		this.foundings++;
		this.world.tell(founder, () -> "has founded a cluster");
		this.lastJoinAt = this.world.now();
		if (this.world.happens(this.world.plan().tearApart)) {
			this.world.in((long) this.world.random().nextDouble(1 + 10 * this.world.plan().delay),
					() -> this.world.chaos().tearApart(cluster));
		}
		if (this.world.happens(this.world.plan().killFounder) && !this.world.isCalm()) {
			this.world.in(this.world.random().nextLong(500), () -> {
				if (founder.isRunning() && mayDie(founder.node()) && !this.world.isCalm()) {
					founder.node().kill(this.world.random().nextLong(this.world.plan().restartWithin));
				}
			});
		}
	}

	void joined(SimulationProcess process, SimulationCluster cluster) {
		this.world.tell(process, () -> "has joined the cluster of " + cluster.founder());
		this.lastJoinAt = this.world.now();
		check(cluster);
	}

	/**
	 * Note that a process knows that its cluster is complete.
	 */
	void completed(SimulationProcess process, SimulationCluster cluster) {
		this.world.tell(process, () -> "is a member of the cluster of " + cluster.founder());
		this.lastJoinAt = this.world.now();
		if (cluster.complete()) {
			check(cluster);
		}
	}

	void died(SimulationProcess process) {
		SimulationCluster cluster = process.cluster();
		if (cluster != null && cluster.alive() == 0) {
			this.world.tell(process, () -> "was the last member of the cluster of " + cluster.founder());
		}
	}

	void calm() {
		this.clustersAtCalm = (int) this.clusters.stream().filter(SimulationCluster::isLasting).count();
	}

	/**
	 * Note that a process leaves its cluster for another.
	 */
	void givesWay(SimulationProcess process, NodeAddress other) {
		this.world.tell(process, () -> "gives way to the cluster of " + other);
		SimulationProcess member = this.world.network().running(other);
		SimulationCluster from = process.cluster();
		SimulationCluster to = (member != null) ? member.cluster() : null;
		if (this.world.network().node(other) == null) {
			violated(Split.MOVED_BY_A_LIE, "%s leaves its cluster for %s".formatted(process, other));
		}
		if (this.world.isCalm() && from != null && to != null) {
			this.gaveWay.computeIfAbsent(from, (key) -> new HashSet<>()).add(to);
			this.bothGaveWay |= this.gaveWay.getOrDefault(to, Set.of()).contains(from);
		}
	}

	private void check(SimulationCluster latest) {
		if (this.world.plan().family == Family.GIVING_WAY || !latest.isComplete() || !latest.isLasting()) {
			return;
		}
		for (SimulationCluster cluster : this.clusters) {
			if (cluster != latest && cluster.isComplete() && cluster.isLasting()) {
				Split split = explain(cluster, latest);
				violated(split, "clusters of %s and %s".formatted(cluster.founder(), latest.founder()));
			}
		}
	}

	private Split explain(SimulationCluster first, SimulationCluster second) {
		return this.world.plan().countsAtOnce ? explainByVotes(first, second) : explainByMembers(first, second);
	}

	/**
	 * Two clusters that each have had the required number have a node in common. It is
	 * explained only if each of these nodes was started again in between, and forgot.
	 */
	private Split explainByMembers(SimulationCluster first, SimulationCluster second) {
		TreeSet<Integer> both = new TreeSet<>(first.everMembers().keySet());
		both.retainAll(second.everMembers().keySet());
		both.removeIf(
				(node) -> this.world.plan().mayNotFound.contains(node) || this.world.plan().clients.contains(node));
		if (both.isEmpty()) {
			return Split.NO_COMMON_VOTER;
		}
		boolean again = both.stream()
			.allMatch((node) -> first.everMembers().get(node) != second.everMembers().get(node));
		this.world.tell(null, () -> "nodes %s were in both".formatted(both));
		return (again && !this.world.plan().dataDir) ? Split.MEMBER_RESTARTED : Split.MEMBER_OF_BOTH;
	}

	private Split explainByVotes(SimulationCluster first, SimulationCluster second) {
		Map<Integer, Holding> one = voters(first);
		Map<Integer, Holding> other = voters(second);
		TreeSet<Integer> both = new TreeSet<>(one.keySet());
		both.retainAll(other.keySet());
		Split split = both.isEmpty() ? Split.NO_COMMON_VOTER : Split.EXPLAINED;
		for (int node : both) {
			Split why = why(one.get(node), other.get(node), first, second);
			this.world.tell(null, () -> "node %d voted for both: %s".formatted(node, why));
			split = (why.isExplained() && split.isExplained())
					? ((split == Split.EXPLAINED || split == why) ? why : Split.EXPLAINED) : Split.VOTED_TWICE;
		}
		return split;
	}

	private static Split why(Holding one, Holding other, SimulationCluster first, SimulationCluster second) {
		if (one.uid() != other.uid()) {
			return Split.VOTER_RESTARTED;
		}
		if (one.end() == End.TIMED_OUT || other.end() == End.TIMED_OUT || one.end() == End.DOUBTED
				|| other.end() == End.DOUBTED) {
			return Split.VOTE_TIMED_OUT;
		}
		if (one.end() == End.CANDIDATE_GONE && !first.founder().isRunning()
				|| other.end() == End.CANDIDATE_GONE && !second.founder().isRunning()) {
			return Split.FOUNDER_GONE;
		}
		return Split.VOTED_TWICE;
	}

	private Map<Integer, Holding> voters(SimulationCluster cluster) {
		Vote vote = cluster.vote();
		return (vote != null) ? this.holdings.getOrDefault(vote, Map.of()) : Map.of();
	}

	/**
	 * Note what a process advertises from now on, and what it has stored.
	 */
	void advertised(SimulationProcess process, Advertisement advertisement, DurableState stored) {
		Vote vote = advertisement.vote();
		if (vote != null && !vote.equals(stored.vote())) {
			violated(Split.ADVERTISED_BEFORE_STORED,
					"%s advertises %s, and has stored %s".formatted(process, vote, stored.vote()));
		}
	}

	/**
	 * Note what a process answers to a probe.
	 */
	void answered(SimulationProcess process, ClusterState state, SeedNodes answer) {
		if (state.status() != EngineStatus.MEMBER && state.forming() == null && !answer.seedNodes().isEmpty()) {
			violated(Split.SEED_NODES_OF_NO_MEMBER,
					"%s is %s, and names %s".formatted(process, state.status(), answer.seedNodes()));
		}
	}

	private void violated(Split split, String detail) {
		boolean ignored = this.world.plan().splitsOnly && (split == Split.WRONG_DROP || split == Split.FEW_VOTERS);
		if (this.split == null && !ignored) {
			this.split = split;
			this.detail = detail;
			this.world.tell(null, () -> "VIOLATION %s: %s".formatted(split, detail));
		}
	}

	/**
	 * Return whether a node may be killed, and started again, within what the world
	 * assumes.
	 */
	boolean mayDie(SimulationNode node) {
		SimulationProcess process = node.process();
		if (process == null) {
			return false;
		}
		Family family = this.world.plan().family;
		SimulationCluster cluster = process.cluster();
		if (family == Family.WITHIN) {
			return cluster == null || cluster.alive() <= 1 || !cluster.mayBeComplete();
		}
		if (family != Family.VOTES_ALONE) {
			return true;
		}
		if (cluster != null && cluster.founder() == process && cluster.alive() > 1) {
			return false;
		}
		Vote vote = process.vote();
		return vote == null || vote.candidate().uid() == process.self().uid()
				|| end(process, vote) == End.CANDIDATE_GONE || end(process, vote) == End.CANDIDATE_RENOUNCED;
	}

	@Nullable Split violation() {
		return this.split;
	}

	SimulationOutcome outcome(boolean joined, boolean waitingForTheLost) {
		return new SimulationOutcome(this.split, this.detail, joined, waitingForTheLost, this.lastJoinAt,
				this.foundings, this.clustersAtCalm, this.bothGaveWay);
	}

	private enum End {

		CANDIDATE_GONE, CANDIDATE_RENOUNCED, TIMED_OUT, DOUBTED, LEFT_CLUSTER, WRONGLY

	}

	/**
	 * A vote that a node holds, or held.
	 *
	 * @param uid the incarnation of the node
	 * @param number the fewest nodes that it required while it held the vote
	 * @param end why it does not hold it any more
	 */
	private record Holding(long uid, int number, @Nullable End end) {
	}

}

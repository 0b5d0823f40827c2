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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.ContactPointNames;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.VoteQuorum;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Decides which claims of contact points are doubted. A contact point may claim anything.
 * What it claims of a cluster counts until a join shows that it is not so:
 * <ul>
 * <li>The engines that it names refuse connections. Its claims do not count, and hold
 * nobody up, until one of these engines takes connections, unless as many nodes as are
 * required claim the like.</li>
 * <li>They give no sign. Its claims do not count until one of them takes connections, and
 * it is as if it was silent: a cluster may be there.</li>
 * <li>They take connections, but do not accept this node within the join timeout, twice.
 * Its claims do not count for a while, which doubles each time, as if it was silent.</li>
 * <li>It claims to be a candidate, enough nodes vote for it for three vote timeouts, and
 * it does not found. What it answers does not count for a while.</li>
 * </ul>
 * A doubted contact point still counts where a majority is taken: doubts never make fewer
 * votes suffice. What is doubted outlives an incarnation of the node.
 */
final class Claims {

	/**
	 * How long a cluster that accepts nobody is doubted at first, in milliseconds.
	 */
	static final long FIRST_MILLIS = 10_000;

	/**
	 * How long at most. It is long against a join, so that nodes which join in vain at
	 * different times doubt it at the same time for long enough to vote.
	 */
	static final long LONGEST_MILLIS = 60_000;

	/**
	 * How long a candidate is doubted at first: until votes for it have been dropped, and
	 * some more.
	 */
	static final long FIRST_OF_CANDIDATE_MILLIS = 30_000;

	static final long LONGEST_OF_CANDIDATE_MILLIS = 300_000;

	/**
	 * The most engines that are checked because of claims.
	 */
	static final int MAX_ENGINES = 100;

	/**
	 * The most contact points that are doubted. Discovery lists them, or they were
	 * introduced, and their number needs a limit.
	 */
	private static final int MAX = 1000;

	private static final int MAX_FRUITLESS = 8;

	private static final long FRUITLESS_MILLIS = 60_000;

	private static final int PATIENCE = 3;

	private static final int PATIENCE_WITH_FORMER_MEMBERS = 6;

	private static final String REFUSED = "claims to be a member of a cluster, but the engines of the members that it "
			+ "names refuse connections. This counts again when one of them takes connections";

	private static final String UNREACHED = "claims to be a member of a cluster, but the engines of the members that it "
			+ "names cannot be connected to. This counts again when one of them takes connections";

	private final Effects effects;

	private final Map<ContactPoint, Doubt> doubts = new HashMap<>();

	/**
	 * The contact points that named the seed nodes of the join under way.
	 */
	private Map<ContactPoint, Set<NodeAddress>> leading = Map.of();

	private @Nullable NodeAddress candidate;

	private long candidateSince;

	private @Nullable Vote vote;

	private @Nullable NodeAddress fruitless;

	private long fruitlessSince;

	private int fruitlessVotes;

	Claims(Effects effects) {
		this.effects = effects;
	}

	/**
	 * Note which contact points lead this node to seed nodes that it will join through.
	 */
	void leading(Collection<NodeAddress> seedNodes, Collection<SeedNodesObservation> observations) {
		Map<ContactPoint, Set<NodeAddress>> leading = observations.stream()
			.filter((observation) -> observation.seedNodes().stream().anyMatch(seedNodes::contains))
			.collect(Collectors.toMap(SeedNodesObservation::contactPoint,
					(observation) -> Set.copyOf(observation.seedNodes())));
		// A fresh incarnation has no answers: what led to the last one counts.
		if (!leading.isEmpty()) {
			this.leading = leading;
		}
		else {
			this.leading = this.leading.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().stream().anyMatch(seedNodes::contains))
				.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
		}
	}

	/**
	 * Note that a contact point leads this node to another cluster.
	 */
	void leading(ContactPoint contactPoint, Collection<NodeAddress> seedNodes) {
		this.leading = Map.of(contactPoint, Set.copyOf(seedNodes));
	}

	/**
	 * Note that this node founds, so that no contact point leads it.
	 */
	void founding() {
		this.leading = Map.of();
	}

	/**
	 * Return whether every engine that this node tries to join through refuses
	 * connections, as far as contact points led to it.
	 */
	boolean isRefused(Collection<NodeAddress> seedNodes, EngineChecks engines) {
		return !this.leading.isEmpty() && !seedNodes.isEmpty()
				&& seedNodes.stream().allMatch((seedNode) -> isRefused(engines.reach(seedNode)));
	}

	private static boolean isRefused(@Nullable EngineReach reach) {
		return reach == EngineReach.REFUSED || reach == EngineReach.UNRESOLVED;
	}

	/**
	 * Note that a join was in vain. If contact points led to several engines, those are
	 * doubted first whose engines take no connections.
	 */
	void joinFailed(EngineChecks engines, Duration after, long now) {
		Set<ContactPoint> connecting = new HashSet<>();
		Set<ContactPoint> doubted = new HashSet<>();
		this.leading.forEach((contactPoint, seedNodes) -> {
			if (seedNodes.stream().anyMatch((seedNode) -> engines.reach(seedNode) == EngineReach.CONNECTS)) {
				connecting.add(contactPoint);
				return;
			}
			doubted.add(contactPoint);
			doubt(contactPoint).failed(now, after);
			if (seedNodes.stream().allMatch((seedNode) -> isRefused(engines.reach(seedNode)))) {
				doubt(contactPoint).until(Level.UNFOUNDED, REFUSED);
			}
			else {
				doubt(contactPoint).until(Level.SILENT, UNREACHED);
			}
		});
		if (doubted.isEmpty()) {
			connecting.stream().filter((contactPoint) -> doubt(contactPoint).failed(now, after)).forEach(doubted::add);
		}
		if (!doubted.isEmpty()) {
			this.effects.warn(now,
					"What %s claim%s of a cluster does not count for now: %s".formatted(ContactPointNames.of(doubted),
							(doubted.size() == 1) ? "s" : "", "no member that is named there lets this node in"));
		}
		this.leading = Map.of();
	}

	private Doubt doubt(ContactPoint contactPoint) {
		if (this.doubts.size() >= MAX && !this.doubts.containsKey(contactPoint)) {
			return new Doubt();
		}
		return this.doubts.computeIfAbsent(contactPoint, (key) -> new Doubt());
	}

	/**
	 * Forget the doubts of contact points that are no longer any.
	 */
	void retain(Set<ContactPoint> contactPoints) {
		this.doubts.keySet().retainAll(contactPoints);
	}

	/**
	 * Return the engine that tells whether a claim is true: that of the node which
	 * answers, or of a member that it names.
	 */
	static NodeAddress engineOf(NodeAddress node, List<NodeAddress> seedNodes) {
		return (seedNodes.isEmpty() || seedNodes.contains(node)) ? node : seedNodes.get(0);
	}

	private static NodeAddress engineOf(SeedNodesObservation observation) {
		return engineOf(observation.node(), observation.seedNodes());
	}

	private static boolean isClaim(SeedNodesObservation observation) {
		return !observation.seedNodes().isEmpty() || observation.clusterWithoutSeedNodes();
	}

	/**
	 * Return the engines of claims that are doubted until one takes connections, and of
	 * those that name nobody to join through.
	 */
	Set<NodeAddress> enginesToCheck(Collection<SeedNodesObservation> observations) {
		List<NodeAddress> engines = new ArrayList<>();
		for (SeedNodesObservation observation : observations) {
			Doubt doubt = this.doubts.get(observation.contactPoint());
			if (isClaim(observation)
					&& (observation.clusterWithoutSeedNodes() || (doubt != null && doubt.isUntilConnected()))) {
				engines.add(engineOf(observation));
			}
		}
		return new HashSet<>(engines.subList(0, Math.min(engines.size(), MAX_ENGINES)));
	}

	/**
	 * Take the outcome of a check of an engine.
	 * @param observations the answers, one of which may claim that a member is there
	 */
	void checked(NodeAddress engine, EngineReach reach, Collection<SeedNodesObservation> observations, long now) {
		for (SeedNodesObservation observation : observations) {
			if (!isClaim(observation) || !engineOf(observation).equals(engine)) {
				continue;
			}
			Doubt doubt = this.doubts.get(observation.contactPoint());
			if (reach == EngineReach.CONNECTS && doubt != null && doubt.isUntilConnected() && !doubt.isTimed(now)) {
				doubt.accept();
				this.effects.info(now, "What %s claims of a cluster counts again: the engine of %s takes connections"
					.formatted(observation.contactPoint(), engine));
			}
			else if (isRefused(reach) && doubt != null && doubt.isUntilConnected()) {
				doubt.until(Level.UNFOUNDED, REFUSED);
			}
			else if (isRefused(reach) && observation.clusterWithoutSeedNodes()
					&& (doubt == null || !doubt.isUntilConnected())) {
				doubt(observation.contactPoint()).until(Level.UNFOUNDED, REFUSED);
				this.effects.warn(now, "What %s claims of a cluster does not count for now: no engine listens at %s"
					.formatted(observation.contactPoint(), engine));
			}
		}
	}

	/**
	 * Take this node's vote, and doubt its candidate if that has had enough votes for
	 * several vote timeouts, and has not founded, or if there was a lower candidate for
	 * as long, and it has not given up. It then counts as silent, so that the vote is
	 * dropped after another vote timeout.
	 */
	void voted(@Nullable Vote vote, SeedNodesInformation information, int required, Duration voteTimeout) {
		noteFruitless(vote, information);
		NodeAddress candidate = (vote != null) ? vote.candidate().address() : null;
		List<SeedNodesObservation> answers = new ArrayList<>();
		for (SeedNodesObservation observation : information.observations()) {
			if (observation.node().equals(candidate) && observation.isCandidate()) {
				answers.add(observation);
			}
		}
		boolean stands = candidate != null && !candidate.equals(information.self().address()) && !answers.isEmpty();
		if (candidate == null || !stands || !(isLowerCandidate(candidate, information)
				|| hasQuorum(candidate, answers, information, required))) {
			this.candidate = null;
			return;
		}
		if (!candidate.equals(this.candidate)) {
			this.candidate = candidate;
			this.candidateSince = information.now();
		}
		else if (information.now() - this.candidateSince > patience(answers) * voteTimeout.toMillis()) {
			this.candidate = null;
			for (SeedNodesObservation answer : answers) {
				doubt(answer.contactPoint()).ofCandidate(information.now(),
						"claims to be a candidate, but neither founded nor gave way to a lower one within %d ms (vote-timeout, %d times)"
							.formatted(patience(answers) * voteTimeout.toMillis(), patience(answers)));
			}
			this.effects.warn(information.now(),
					"What %s answers does not count for now: for %d ms, %s was a candidate, and neither founded nor gave way to a lower one"
						.formatted(ContactPointNames
							.of(answers.stream().map(SeedNodesObservation::contactPoint).collect(Collectors.toSet())),
								patience(answers) * voteTimeout.toMillis(), candidate));
		}
	}

	/**
	 * Note that a vote of this node for another one came to nothing. A candidate may give
	 * up a few times while nodes find each other. One that does it again and again keeps
	 * others from founding.
	 */
	private void noteFruitless(@Nullable Vote vote, SeedNodesInformation information) {
		Vote before = this.vote;
		this.vote = vote;
		if (before == null || before.equals(vote)
				|| before.candidate().address().equals(information.self().address())) {
			return;
		}
		NodeAddress candidate = before.candidate().address();
		if (!candidate.equals(this.fruitless) || information.now() - this.fruitlessSince > FRUITLESS_MILLIS) {
			this.fruitless = candidate;
			this.fruitlessSince = information.now();
			this.fruitlessVotes = 0;
		}
		if (++this.fruitlessVotes < MAX_FRUITLESS) {
			return;
		}
		this.fruitless = null;
		Set<ContactPoint> contactPoints = information.observations()
			.stream()
			.filter((observation) -> observation.node().equals(candidate))
			.map(SeedNodesObservation::contactPoint)
			.collect(Collectors.toSet());
		contactPoints.forEach((contactPoint) -> doubt(contactPoint).ofCandidate(information.now(),
				"claims to be a candidate, and gave that up %d times in a minute".formatted(MAX_FRUITLESS)));
		if (!contactPoints.isEmpty()) {
			this.effects.warn(information.now(),
					"What %s answers does not count for now: %s became a candidate and gave that up %d times in a minute"
						.formatted(ContactPointNames.of(contactPoints), candidate, MAX_FRUITLESS));
		}
	}

	/**
	 * Return how many vote timeouts a candidate may take that has enough votes, as far as
	 * this node sees: it may not hear them itself. A former member needs the votes of its
	 * last cluster besides, which takes longer.
	 */
	private static int patience(List<SeedNodesObservation> candidates) {
		boolean former = candidates.stream().anyMatch((candidate) -> candidate.previous() != null);
		return former ? PATIENCE_WITH_FORMER_MEMBERS : PATIENCE;
	}

	/**
	 * Return whether a lower candidate answers, for which a candidate that hears it gives
	 * up.
	 */
	private static boolean isLowerCandidate(NodeAddress candidate, SeedNodesInformation information) {
		for (SeedNodesObservation observation : information.observations()) {
			if (observation.isCandidate() && observation.node().compareTo(candidate) < 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether enough nodes vote for a candidate, by the rule that it founds by. It
	 * may be waiting for the vote of a node that requires more, and is not to be doubted
	 * for that. So its number counts, but none that nobody else requires: a stranger
	 * would claim one that it never gets.
	 */
	private static boolean hasQuorum(NodeAddress candidate, List<SeedNodesObservation> answers,
			SeedNodesInformation information, int required) {
		List<Integer> voters = new ArrayList<>();
		if (information.storageFailure() == null) {
			// this node's own vote is not shown before it is stored
			voters.add(required);
		}
		int highest = required;
		for (SeedNodesObservation other : information.latestAnswers()) {
			if (!other.node().equals(candidate)) {
				int number = Objects.requireNonNullElse(other.requires(), 0);
				highest = Math.max(highest, number);
				if (other.vote() != null && other.vote().candidate().address().equals(candidate)) {
					voters.add(number);
				}
			}
		}
		int number = answers.stream()
			.map(SeedNodesObservation::requires)
			.filter(Objects::nonNull)
			.reduce(highest, Math::min);
		return VoteQuorum.of(number, information.majority(), voters).isPresent();
	}

	/**
	 * Return whether an answer does not count.
	 */
	boolean isDoubted(SeedNodesObservation observation, long now) {
		Doubt doubt = this.doubts.get(observation.contactPoint());
		return doubt != null && (doubt.isOfCandidate(now)
				|| (isClaim(observation) ? doubt.isOfCluster(now) : doubt.isRepeated() && doubt.isTimed(now)));
	}

	/**
	 * Return whether what a contact point claimed of a cluster has led this node into
	 * joins in vain several times lately, also if that is not doubted at the moment.
	 */
	boolean hasMisled(ContactPoint contactPoint, long now) {
		Doubt doubt = this.doubts.get(contactPoint);
		return doubt != null && doubt.isRepeated() && doubt.hasFailedLately(now);
	}

	/**
	 * Return the doubted contact points that hold nobody up: there is evidence that no
	 * cluster is there. Where as many nodes as a cluster began with say that they are in
	 * one, there is one, and only the ports of its engines are closed to this node: then
	 * these are as if they were silent.
	 * @param required how many members a cluster began with
	 */
	Set<ContactPoint> unfounded(Collection<SeedNodesObservation> observations, int required, long now) {
		if (this.doubts.isEmpty()) {
			return Set.of();
		}
		List<SeedNodesObservation> unfounded = observations.stream()
			.filter((observation) -> isDoubted(observation, now) && isUnfounded(observation.contactPoint(), now))
			.toList();
		long claimants = unfounded.stream().filter(Claims::isClaim).map(SeedNodesObservation::node).distinct().count();
		boolean cluster = claimants >= Math.max(required, 2);
		return unfounded.stream()
			.filter((observation) -> !cluster || !isClaim(observation))
			.map(SeedNodesObservation::contactPoint)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Return whether a claim of a cluster does not count: what this node waits for is the
	 * reason for which that cluster does not accept it.
	 */
	boolean isDoubting(Collection<SeedNodesObservation> observations, long now) {
		return !this.doubts.isEmpty()
				&& observations.stream().anyMatch((observation) -> isClaim(observation) && isDoubted(observation, now));
	}

	private boolean isUnfounded(ContactPoint contactPoint, long now) {
		Doubt doubt = this.doubts.get(contactPoint);
		return doubt != null && doubt.isUnfounded(now);
	}

	/**
	 * Return why what a contact point answers does not count, as the predicate of a
	 * sentence; {@code null} if it counts.
	 */
	@Nullable String reason(@Nullable SeedNodesObservation observation, long now) {
		if (observation == null || !isDoubted(observation, now)) {
			return null;
		}
		Doubt doubt = this.doubts.get(observation.contactPoint());
		return (doubt != null) ? doubt.reason : null;
	}

	/**
	 * How a contact point counts whose claim of a cluster is doubted.
	 */
	private enum Level {

		/**
		 * Like one that gives no answer: a cluster may be there.
		 */
		SILENT,

		/**
		 * There is evidence that no cluster is there.
		 */
		UNFOUNDED

	}

	/**
	 * What is held against a contact point.
	 */
	private static final class Doubt {

		/**
		 * How its claims of a cluster count until an engine takes connections,
		 * {@code null} if that is not what is doubted.
		 */
		private @Nullable Level untilConnected;

		private long clusterUntil = Long.MIN_VALUE;

		private long clusterMillis;

		private int failures;

		private long failedAt;

		private long candidateUntil = Long.MIN_VALUE;

		private long candidateMillis;

		private String reason = "";

		void until(Level level, String reason) {
			this.untilConnected = level;
			this.reason = reason;
		}

		void accept() {
			this.untilConnected = null;
		}

		/**
		 * Note that members took connections, and did not accept this node.
		 * @return whether that is reason for doubt: it has happened before
		 */
		boolean failed(long now, Duration after) {
			this.failures = hasFailedLately(now) ? this.failures + 1 : 1;
			this.failedAt = now;
			if (this.failures == 1) {
				this.clusterMillis = 0;
				return false;
			}
			this.clusterMillis = Math.min(Math.max(2 * this.clusterMillis, FIRST_MILLIS), LONGEST_MILLIS);
			this.clusterUntil = now + this.clusterMillis;
			this.reason = "claims to be a member of a cluster, but no member that it names accepted this node within %d ms (join-timeout), %d times. This counts again after a while"
				.formatted(after.toMillis(), this.failures);
			return true;
		}

		/**
		 * Return whether a join through it has failed lately.
		 */
		boolean hasFailedLately(long now) {
			return this.failures > 0 && now - this.failedAt < 10 * LONGEST_MILLIS;
		}

		void ofCandidate(long now, String reason) {
			boolean lately = this.candidateUntil != Long.MIN_VALUE
					&& now - this.candidateUntil < 2 * LONGEST_OF_CANDIDATE_MILLIS;
			this.candidateMillis = lately ? Math.min(2 * this.candidateMillis, LONGEST_OF_CANDIDATE_MILLIS)
					: FIRST_OF_CANDIDATE_MILLIS;
			this.candidateUntil = now + this.candidateMillis;
			this.reason = reason;
		}

		/**
		 * Return whether joins through it have failed several times lately. Nothing that
		 * it answers counts then: it may claim something else each time.
		 */
		boolean isRepeated() {
			return this.failures > 1;
		}

		/**
		 * Return whether it is doubted for a while, whatever is connected to: joins
		 * through it have failed several times.
		 */
		boolean isTimed(long now) {
			return now < this.clusterUntil;
		}

		boolean isUntilConnected() {
			return this.untilConnected != null;
		}

		boolean isOfCandidate(long now) {
			return now < this.candidateUntil;
		}

		boolean isOfCluster(long now) {
			return this.untilConnected != null || isTimed(now);
		}

		/**
		 * Return whether what is doubted holds nobody up.
		 */
		boolean isUnfounded(long now) {
			return this.untilConnected == Level.UNFOUNDED || (this.untilConnected == null && isOfCandidate(now));
		}

	}

}

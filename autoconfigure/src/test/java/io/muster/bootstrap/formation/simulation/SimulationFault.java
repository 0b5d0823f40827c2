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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * {@link VotingJoinDecider} with a fault, to see whether a {@link Simulation} finds it.
 */
abstract class SimulationFault implements JoinDecider {

	final VotingJoinDecider rule;

	SimulationFault(BootstrapSettings settings) {
		this.rule = new VotingJoinDecider(settings);
	}

	@Override
	public JoinDecision decide(SeedNodesInformation information) {
		List<SeedNodesObservation> seen = information.observations()
			.stream()
			.map((observation) -> see(observation, information))
			.toList();
		return this.rule.decide(with(information, seen));
	}

	/**
	 * See an answer as something else.
	 */
	SeedNodesObservation see(SeedNodesObservation observation, SeedNodesInformation information) {
		return observation;
	}

	@Override
	public void restore(Vote vote) {
		this.rule.restore(vote);
	}

	@Override
	public boolean decidesByVotes() {
		return this.rule.decidesByVotes();
	}

	@Override
	public @Nullable Vote vote() {
		return this.rule.vote();
	}

	static SeedNodesInformation with(SeedNodesInformation information, List<SeedNodesObservation> observations) {
		return with(information, information.contactPoints(), observations, information.lastKnownMembers());
	}

	static SeedNodesInformation with(SeedNodesInformation information, Set<ContactPoint> contactPoints,
			List<SeedNodesObservation> observations, List<LastKnownMember> lastKnownMembers) {
		return new SeedNodesInformation(information.now(), information.self(), information.contactPointsChangedAt(),
				contactPoints, information.selfContactPoints(), information.refused(), observations, lastKnownMembers,
				Set.of(), Set.of(), information.doubted(), information.profile(), information.storageFailure());
	}

	static SeedNodesInformation withoutDurableState(SeedNodesInformation information) {
		return with(information, information.contactPoints(), information.observations(), List.of());
	}

	static SeedNodesObservation with(SeedNodesObservation observation, @Nullable Vote vote, long sentAt) {
		Extension extension = observation.extension();
		Extension changed = (extension != null) ? new Extension(extension.version(), extension.selfUid(),
				extension.votes(), vote, extension.required(), extension.newClusterEnabled(), extension.contactPoints(),
				extension.previous(), extension.cluster(), extension.profile()) : null;
		return with(observation, changed, sentAt);
	}

	static SeedNodesObservation with(SeedNodesObservation observation, @Nullable Extension extension, long sentAt) {
		return new SeedNodesObservation(observation.contactPoint(), observation.node(), observation.seedNodes(),
				observation.clusterWithoutSeedNodes(), extension, sentAt, observation.receivedAt());
	}

	/**
	 * Faults.
	 */
	enum Kind {

		COUNTS_STALE_VOTES(CountsStaleVotes::new),

		IGNORES_UIDS_AND_TERMS(IgnoresUidsAndTerms::new),

		VOTES_TWICE(VotesTwice::new),

		FOUNDS_ON_FEWER_VOTES((settings) -> new VotingJoinDecider(requiring(settings, 1))),

		DROPS_SILENT_CANDIDATES_AT_ONCE((settings) -> new VotingJoinDecider(impatient(settings))),

		FORGETS_ITS_VOTE_NOW_AND_THEN(Forgets::new);

		final Function<BootstrapSettings, JoinDecider> rule;

		Kind(Function<BootstrapSettings, JoinDecider> rule) {
			this.rule = rule;
		}

		private static BootstrapSettings requiring(BootstrapSettings settings, int fewer) {
			return new BootstrapSettings(settings.newClusterEnabled(), settings.stableMargin(), settings.interval(),
					settings.exponentialBackoffRandomFactor(), settings.exponentialBackoffMax(),
					settings.requiredContactPointNr() - fewer, settings.requiredByDefault(), settings.resolveTimeout(),
					settings.contactWithAllContactPoints(), settings.probingFailureTimeout(), settings.requestTimeout(),
					settings.probeInterval(), settings.probeIntervalJitter(), settings.joinTimeout(),
					settings.voteTimeout(), settings.shutdownAfterUnsuccessfulJoin(), settings.watchInterval(),
					settings.splitResolution(), settings.introductions(), settings.retryMax(), false,
					settings.profile(), settings.readinessDeadlock());
		}

		private static BootstrapSettings impatient(BootstrapSettings settings) {
			return new BootstrapSettings(settings.newClusterEnabled(), settings.stableMargin(), settings.interval(),
					settings.exponentialBackoffRandomFactor(), settings.exponentialBackoffMax(),
					settings.requiredContactPointNr(), settings.requiredByDefault(), settings.resolveTimeout(),
					settings.contactWithAllContactPoints(), settings.probingFailureTimeout(), settings.requestTimeout(),
					settings.probeInterval(), settings.probeIntervalJitter(), settings.joinTimeout(), Duration.ZERO,
					settings.shutdownAfterUnsuccessfulJoin(), settings.watchInterval(), settings.splitResolution(),
					settings.introductions(), settings.retryMax(), false, settings.profile(),
					settings.readinessDeadlock());
		}

	}

	/**
	 * Faults in what makes a founding a cluster. Those of the engine are in
	 * {@link SimulationPlan}.
	 */
	enum FoundingKind {

		COUNTS_VOTES_FOR_FEWER_THAN_THEIR_VOTERS_REQUIRE(CountsVotesForFewer::new),

		FORMER_MEMBERS_JOIN_A_CLUSTER_THAT_IS_FORMING(JoinsForming::new);

		final Function<BootstrapSettings, JoinDecider> rule;

		FoundingKind(Function<BootstrapSettings, JoinDecider> rule) {
			this.rule = rule;
		}

	}

	/**
	 * Counts a vote also for a founding with fewer votes than its voter requires.
	 */
	private static final class CountsVotesForFewer extends SimulationFault {

		private final int required;

		private CountsVotesForFewer(BootstrapSettings settings) {
			super(settings);
			this.required = settings.requiredContactPointNr();
		}

		@Override
		SeedNodesObservation see(SeedNodesObservation observation, SeedNodesInformation information) {
			Extension extension = observation.extension();
			return (extension != null) ? with(observation, requiring(extension), observation.sentAt()) : observation;
		}

		private Extension requiring(Extension extension) {
			return new Extension(extension.version(), extension.selfUid(), extension.votes(), extension.vote(),
					this.required, extension.newClusterEnabled(), extension.contactPoints(), extension.previous(),
					extension.cluster(), extension.profile());
		}

	}

	/**
	 * Joins whatever cluster it sees, also as a former member.
	 */
	private static final class JoinsForming extends SimulationFault {

		private JoinsForming(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		public JoinDecision decide(SeedNodesInformation information) {
			SeedNodesInformation forgetful = withoutDurableState(information);
			return this.rule.decide(forgetful.seedNodes().isEmpty() ? information : forgetful);
		}

	}

	/**
	 * Faults in what nodes do with what they remember.
	 */
	enum DurableStateKind {

		IGNORES_ITS_DURABLE_STATE(IgnoresItsDurableState::new),

		FORGETS_ITS_VOTE_WHEN_STARTED_AGAIN(ForgetsWhenStartedAgain::new),

		COUNTS_ANSWERS_OF_LAST_MEMBERS_AS_VOTES(CountsAnswers::new),

		TAKES_THE_FOUNDERS_CLUSTER_AS_OVER(TakesClusterAsOver::new);

		final Function<BootstrapSettings, JoinDecider> rule;

		DurableStateKind(Function<BootstrapSettings, JoinDecider> rule) {
			this.rule = rule;
		}

	}

	private static final class IgnoresItsDurableState extends SimulationFault {

		private IgnoresItsDurableState(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		public JoinDecision decide(SeedNodesInformation information) {
			return this.rule.decide(withoutDurableState(information));
		}

	}

	private static final class ForgetsWhenStartedAgain extends SimulationFault {

		private ForgetsWhenStartedAgain(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		public void restore(Vote vote) {
		}

	}

	/**
	 * As a candidate, founds although last known members that answered do not vote for
	 * it.
	 */
	private static final class CountsAnswers extends SimulationFault {

		private CountsAnswers(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		public JoinDecision decide(SeedNodesInformation information) {
			JoinDecision decision = this.rule.decide(information);
			Vote vote = vote();
			boolean candidate = vote != null && vote.candidate().uid() == information.self().uid();
			return candidate ? this.rule.decide(withoutDurableState(information)) : decision;
		}

	}

	/**
	 * Drops its vote for a founder that was started again, whatever that remembers.
	 */
	private static final class TakesClusterAsOver extends SimulationFault {

		private TakesClusterAsOver(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		SeedNodesObservation see(SeedNodesObservation observation, SeedNodesInformation information) {
			Extension extension = observation.extension();
			Vote vote = vote();
			boolean founder = vote != null && vote.candidate().address().equals(observation.node());
			return (founder && extension != null) ? with(observation, withoutPrevious(extension), observation.sentAt())
					: observation;
		}

		private static Extension withoutPrevious(Extension extension) {
			return new Extension(extension.version(), extension.selfUid(), extension.votes(), extension.vote(),
					extension.required(), extension.newClusterEnabled(), extension.contactPoints(), null,
					extension.cluster(), extension.profile());
		}

	}

	/**
	 * Counts a vote that it has once seen in each of its candidacies, whether or not it
	 * was dropped since. (Remembered votes for this very candidacy do no harm: a voter
	 * keeps them as long as it hears the candidate.)
	 */
	private static final class CountsStaleVotes extends SimulationFault {

		private final Set<ContactPoint> voters = new HashSet<>();

		private CountsStaleVotes(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		SeedNodesObservation see(SeedNodesObservation observation, SeedNodesInformation information) {
			Vote vote = observation.vote();
			if (vote != null && vote.candidate().uid() == information.self().uid()) {
				this.voters.add(observation.contactPoint());
			}
			Vote own = vote();
			boolean candidate = own != null && own.candidate().uid() == information.self().uid();
			return (candidate && this.voters.contains(observation.contactPoint()))
					? with(observation, own, information.now()) : observation;
		}

	}

	/**
	 * Takes a vote for an earlier candidacy, or an earlier incarnation, for one of this.
	 */
	private static final class IgnoresUidsAndTerms extends SimulationFault {

		private IgnoresUidsAndTerms(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		SeedNodesObservation see(SeedNodesObservation observation, SeedNodesInformation information) {
			Vote vote = observation.vote();
			Vote own = vote();
			NodeAddress self = information.self().address();
			boolean forSelf = vote != null && own != null && vote.candidate().address().equals(self)
					&& own.candidate().address().equals(self);
			return forSelf ? with(observation, own, information.now()) : observation;
		}

	}

	/**
	 * Votes for each candidate that it hears.
	 */
	private static final class VotesTwice extends SimulationFault {

		private @Nullable Vote second;

		private VotesTwice(BootstrapSettings settings) {
			super(settings);
		}

		@Override
		public JoinDecision decide(SeedNodesInformation information) {
			JoinDecision decision = super.decide(information);
			Vote vote = this.rule.vote();
			boolean candidate = vote != null && vote.candidate().uid() == information.self().uid();
			this.second = candidate ? null : information.observations()
				.stream()
				.filter((observation) -> observation.isCandidate() && vote != null && !vote.equals(observation.vote()))
				.map(SeedNodesObservation::vote)
				.findFirst()
				.orElse(null);
			return decision;
		}

		@Override
		public @Nullable Vote vote() {
			return (this.second != null) ? this.second : this.rule.vote();
		}

	}

	/**
	 * Starts again, with another first term, whenever it has voted and finds it has not
	 * enough nodes.
	 */
	private static final class Forgets extends SimulationFault {

		private final BootstrapSettings settings;

		private VotingJoinDecider forgetful;

		private Forgets(BootstrapSettings settings) {
			super(settings);
			this.settings = settings;
			this.forgetful = this.rule;
		}

		@Override
		public JoinDecision decide(SeedNodesInformation information) {
			if (information.confirmedNodes() < this.settings.requiredContactPointNr()) {
				this.forgetful = new VotingJoinDecider(this.settings);
			}
			return this.forgetful.decide(information);
		}

		@Override
		public @Nullable Vote vote() {
			return this.forgetful.vote();
		}

	}

}

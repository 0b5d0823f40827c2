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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * {@link JoinDecider} that founds by votes. Each node holds at most one vote and shows it
 * in its answers. A candidate founds when the answers of a quorum show votes for exactly
 * its candidacy. Two majorities have a node in common, and a node has one vote. What is
 * founded counts as a cluster only when as many members have joined it. If the quorum is
 * a majority of the nodes, two clusters cannot both get that many, even if the nodes see
 * different contact points. The rule, its assumptions and its proof are in
 * {@code src/docs/formation-proof.md}.
 * <p>
 * Nodes may require different numbers, for example during a rolling update. A vote counts
 * only for a founding with at least as many votes as its voter requires. So a number that
 * is too low on one node weakens no other, and a number that is too high on one node
 * stops no other.
 * <p>
 * A node that requires 1 is what Consul calls a server in bootstrap mode: the nodes that
 * hear it vote for it, whatever they require.
 * <p>
 * The state of this decider is the vote that it holds, and times since when. It belongs
 * to one node, and one thread at a time may use it.
 * <p>
 * While a node answers that does not decide by votes, such as a plain Pekko node,
 * {@link LowestAddressJoinDecider} decides: all nodes must use the same rule.
 */
public final class VotingJoinDecider implements JoinDecider {

	private final BootstrapSettings settings;

	private final FoundingConditions conditions;

	private final LowestAddressJoinDecider lowestAddress;

	private @Nullable Vote vote;

	private @Nullable Node self;

	private long term;

	private long candidateSince;

	private long votedAt;

	private long heardAt;

	private long decidedAt;

	private @Nullable Long eligibleSince;

	/**
	 * Whether it decided to join last. A join may be given up soon.
	 */
	private boolean joining;

	public VotingJoinDecider(BootstrapSettings settings) {
		this.settings = settings;
		this.conditions = new FoundingConditions(settings);
		this.lowestAddress = new LowestAddressJoinDecider(settings);
	}

	@Override
	public boolean decidesByVotes() {
		return true;
	}

	@Override
	public @Nullable Vote vote() {
		return this.vote;
	}

	@Override
	public void restore(Vote vote) {
		this.vote = vote;
	}

	@Override
	public JoinDecision decide(SeedNodesInformation information) {
		noteSelf(information);
		noteInterruption(information.now());
		Set<NodeAddress> seedNodes = information.seedNodes();
		if (!seedNodes.isEmpty()) {
			this.joining = true;
			return new JoinSeedNodes(seedNodes);
		}
		dropDeadVote(information);
		for (SeedNodesObservation observation : information.observations()) {
			if (!observation.decidesByVotes()) {
				return decideAsOthersDo(information);
			}
		}
		Wait obstacle = obstacle(information);
		if (obstacle != null) {
			this.eligibleSince = null;
			if (isCandidate(information)) {
				this.vote = null;
			}
			return voteForBootstrapServer(information, obstacle);
		}
		if (this.eligibleSince == null) {
			this.eligibleSince = information.now();
		}
		return decideByVotes(information);
	}

	/**
	 * Decide by lowest address, because a node answers that does not decide by votes. A
	 * vote for another node stays until that node cannot found on it any more, because a
	 * quorum may have voted already.
	 */
	private JoinDecision decideAsOthersDo(SeedNodesInformation information) {
		this.eligibleSince = null;
		if (isCandidate(information)) {
			this.vote = null;
		}
		return (this.vote != null)
				? new KeepProbing(WaitReason.VOTE_GIVEN,
						this.vote.candidate().address() + " to found: this node votes for it", false)
				: this.lowestAddress.decide(information);
	}

	/**
	 * Vote for a candidate that requires no other node, although this node requires more
	 * than it sees.
	 */
	private JoinDecision voteForBootstrapServer(SeedNodesInformation information, Wait obstacle) {
		SeedNodesObservation server = lowestCandidate(information,
				(candidate) -> Objects.equals(candidate.requires(), 1));
		if (server != null && this.vote == null && this.settings.newClusterEnabled()
				&& this.conditions.missingForVote(information) == null) {
			voteFor(server, information.now());
		}
		return (server != null && this.vote != null && this.vote.equals(server.vote()))
				? new KeepProbing(WaitReason.VOTE_GIVEN,
						server.node() + " to found: it requires 1 node, and this node votes for it", true)
				: new KeepProbing(obstacle);
	}

	/**
	 * Drop a vote that an earlier incarnation of this node left, if this node has been a
	 * member since, or if the vote is for its own earlier candidacy: no node can found on
	 * that any more.
	 */
	private void noteSelf(SeedNodesInformation information) {
		Node self = information.self();
		Vote vote = this.vote;
		if (!self.equals(this.self)) {
			boolean own = vote != null && vote.candidate().address().equals(self.address());
			this.vote = (this.self != null || own) ? null : vote;
			this.heardAt = information.now();
			this.votedAt = information.now();
			this.self = self;
		}
	}

	/**
	 * Start the vote timeout again after an interruption. A candidate is silent only
	 * while this node listens, and this node does not listen while it joins. A failed
	 * join discards all answers, and another candidate may answer first.
	 */
	private void noteInterruption(long now) {
		if (this.joining || now - this.decidedAt > this.settings.freshness()) {
			this.heardAt = now;
		}
		this.joining = false;
		this.decidedAt = now;
	}

	/**
	 * Drop the vote for another node if that node cannot found on it any more: it answers
	 * with another vote. Only answers to probes from after the vote count, because where
	 * two contact points lead to the candidate, an older answer may show the time before
	 * its candidacy. Drop the vote also if the candidate was silent for the vote timeout.
	 * Without that, nodes would wait without end for a candidate that is gone. If it is
	 * founding unseen, its cluster and the next one cannot both become complete.
	 */
	private void dropDeadVote(SeedNodesInformation information) {
		Vote vote = this.vote;
		if (vote == null || isCandidate(information)) {
			return;
		}
		SeedNodesObservation candidate = null;
		for (SeedNodesObservation observation : information.observations()) {
			if (observation.node().equals(vote.candidate().address())
					&& (candidate == null || observation.sentAt() > candidate.sentAt())) {
				candidate = observation;
			}
		}
		if (candidate != null) {
			this.heardAt = Math.max(this.heardAt, candidate.receivedAt());
			if (candidate.sentAt() >= this.votedAt && !vote.equals(candidate.vote()) && !mayLiveOn(candidate, vote)) {
				this.vote = null;
			}
		}
		else if (information.now() - this.heardAt > this.settings.voteTimeout().toMillis()) {
			this.vote = null;
		}
	}

	/**
	 * Return whether a cluster that was founded on a vote may live: its founder was
	 * started again, says that it was the candidate of that vote, and holds no vote.
	 */
	private static boolean mayLiveOn(SeedNodesObservation candidate, Vote vote) {
		return candidate.vote() == null && vote.candidate().equals(candidate.previous());
	}

	private @Nullable Wait obstacle(SeedNodesInformation information) {
		if (!this.settings.newClusterEnabled()) {
			return new Wait(WaitReason.NEW_CLUSTER_DISABLED,
					"no cluster to join was found, and new-cluster-enabled is off on this node");
		}
		Wait missing = this.conditions.missing(information, this.settings.requiredContactPointNr(),
				SeedNodesInformation::silent);
		if (missing == null && this.settings.requiredByDefault()) {
			return this.conditions.missingMargin(information);
		}
		return missing;
	}

	private JoinDecision decideByVotes(SeedNodesInformation information) {
		SeedNodesObservation lowest = lowestCandidate(information, (candidate) -> true);
		NodeAddress self = information.self().address();
		if (isCandidate(information) && lowest != null && lowest.node().compareTo(self) < 0) {
			this.vote = null;
		}
		if (this.vote == null) {
			castVote(information, lowest);
		}
		Vote vote = this.vote;
		if (vote == null) {
			return new KeepProbing(WaitReason.NO_CANDIDATE,
					information.lowestNode() + ", the lowest node, to become a candidate", true);
		}
		if (!isCandidate(information)) {
			return new KeepProbing(WaitReason.VOTE_GIVEN,
					vote.candidate().address() + " to found: this node votes for it", true);
		}
		List<SeedNodesObservation> supporters = supporters(information, vote);
		int votes = 1 + supporters.size();
		int majority = information.majority();
		OptionalInt quorum = VoteQuorum.of(this.settings.requiredContactPointNr(), majority,
				supporters.stream().map((supporter) -> Objects.requireNonNullElse(supporter.requires(), 0)).toList());
		return (quorum.isPresent() && isMajorityOfLastKnownMembers(information, supporters))
				? new FoundCluster("%d of %d nodes voted for it, %d are needed".formatted(votes,
						information.confirmedNodes(), quorum.getAsInt()), quorum.getAsInt())
				: new KeepProbing(votesMissing(information, supporters, majority), true);
	}

	private Wait votesMissing(SeedNodesInformation information, List<SeedNodesObservation> supporters, int majority) {
		int own = this.settings.requiredContactPointNr();
		int needed = Math.max(own, majority);
		int votes = 1;
		for (SeedNodesObservation supporter : supporters) {
			Integer required = supporter.requires();
			if (own == 1 || required == null || required <= needed) {
				votes++;
			}
		}
		String differing = differing(information);
		return new Wait(differing.isEmpty() ? WaitReason.VOTES_MISSING : WaitReason.DIFFERING_NUMBERS,
				needed + " votes to found, it has " + votes + differing);
	}

	/**
	 * Return the nodes that require another number than this one, for a message.
	 */
	private String differing(SeedNodesInformation information) {
		int required = this.settings.requiredContactPointNr();
		List<String> differing = new ArrayList<>();
		for (SeedNodesObservation observation : information.observations()) {
			if (observation.mayFound() && observation.requires() != null && observation.requires() > required
					&& differing.size() < ContactPointNames.MAX) {
				differing.add(observation.contactPoint() + " requires " + observation.requires());
			}
		}
		return differing.isEmpty() ? ""
				: " (" + String.join(", ", differing) + ": its vote counts only for as many votes)";
	}

	private static @Nullable SeedNodesObservation lowestCandidate(SeedNodesInformation information,
			Predicate<SeedNodesObservation> which) {
		SeedNodesObservation lowest = null;
		for (SeedNodesObservation observation : information.observations()) {
			if (observation.isCandidate() && which.test(observation)
					&& (lowest == null || observation.node().compareTo(lowest.node()) < 0)) {
				lowest = observation;
			}
		}
		return lowest;
	}

	private void voteFor(SeedNodesObservation candidate, long now) {
		this.vote = candidate.vote();
		this.votedAt = now;
		this.heardAt = candidate.receivedAt();
	}

	private void castVote(SeedNodesInformation information, @Nullable SeedNodesObservation candidate) {
		NodeAddress self = information.self().address();
		boolean isLowest = information.lowestNode().equals(self);
		if (candidate != null && !(isLowest && candidate.node().compareTo(self) > 0)) {
			voteFor(candidate, information.now());
		}
		else if (isLowest || isBootstrapServer(information) || marginPassed(information)) {
			this.term++;
			this.vote = new Vote(information.self(), this.term);
			this.candidateSince = information.now();
		}
	}

	/**
	 * Return whether this node requires no other, and another that answers requires more.
	 * The others vote for this node then, so it need not wait for a lower one.
	 */
	private boolean isBootstrapServer(SeedNodesInformation information) {
		return this.settings.requiredContactPointNr() == 1 && information.observations()
			.stream()
			.map(SeedNodesObservation::requires)
			.anyMatch((required) -> required != null && required > 1);
	}

	private boolean marginPassed(SeedNodesInformation information) {
		return this.eligibleSince != null
				&& information.now() - this.eligibleSince >= this.settings.stableMargin().toMillis();
	}

	/**
	 * Return the latest answers of the nodes that vote for a candidacy. Only answers to
	 * probes sent after the candidacy began count. Term and uid imply that, and this
	 * check guards against a term that was used before.
	 */
	private List<SeedNodesObservation> supporters(SeedNodesInformation information, Vote vote) {
		List<SeedNodesObservation> supporters = new ArrayList<>();
		for (SeedNodesObservation observation : information.latestAnswers()) {
			if (observation.sentAt() >= this.candidateSince && vote.equals(observation.vote())) {
				supporters.add(observation);
			}
		}
		return supporters;
	}

	/**
	 * Return whether a majority of the members that this node last knew votes for it.
	 * Members that may not found never vote. Their answers count too, because they say
	 * that they are no members any more.
	 */
	private boolean isMajorityOfLastKnownMembers(SeedNodesInformation information,
			List<SeedNodesObservation> supporters) {
		return new FormerMajorityRule(information).isMajority((observation) -> supporters.contains(observation)
				|| (!observation.mayFound() && observation.sentAt() >= this.candidateSince));
	}

	private boolean isCandidate(SeedNodesInformation information) {
		return this.vote != null && this.vote.candidate().equals(information.self());
	}

}

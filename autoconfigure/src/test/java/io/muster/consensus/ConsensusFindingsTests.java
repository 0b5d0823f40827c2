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

package io.muster.consensus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.consensus.ConsensusMessage.Abandon;
import io.muster.consensus.ConsensusMessage.Agreed;
import io.muster.consensus.ConsensusMessage.Append;
import io.muster.consensus.ConsensusMessage.AppendReply;
import io.muster.consensus.ConsensusMessage.Found;
import io.muster.consensus.ConsensusMessage.Install;
import io.muster.consensus.ConsensusMessage.KeepAlive;
import io.muster.consensus.ConsensusMessage.Promise;
import io.muster.consensus.ConsensusMessage.Redirect;
import io.muster.consensus.ConsensusMessage.StandNow;
import io.muster.consensus.ConsensusMessage.VoteReply;
import io.muster.consensus.ConsensusMessage.VoteRequest;
import io.muster.consensus.ConsensusReport.CarriedOver;
import io.muster.consensus.Servers.Server;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsensusNode}: what the simulation found, each shown directly.
 */
class ConsensusFindingsTests {

	private static final ConsensusSettings SETTINGS = new ConsensusSettings(5, Duration.ofSeconds(5), 1000);

	private static final Node A = node(1);

	private static final Node B = node(2);

	private static final Node C = node(3);

	private static final long SECOND = 1_000_000_000;

	@Test
	void aServerThatWithdrawsStopsActingBeforeAnotherIsGrantedTheRole() {
		ConsensusSimulation world = ledByAFollower();
		SimulatedServer holder = world.holder();
		world.trouble = (from, outgoing) -> outgoing.to().equals(holder.node) ? -1 : 0;
		holder.roles(Set.of());
		world.pass(500);
		assertThat(world.holder()).isNotNull().isNotEqualTo(holder);
	}

	@Test
	void aServerThatStandsAgainActsOnlyAfterItsWithdrawalIsAgreed() {
		ConsensusSimulation world = ledByAFollower();
		SimulatedServer holder = world.holder();
		world.trouble = (from, outgoing) -> outgoing.to().equals(holder.node) ? -1 : 0;
		holder.roles(Set.of());
		world.pass(1);
		holder.roles(Set.of(""));
		world.pass(500);
		assertThat(world.holder()).isNotNull().isNotEqualTo(holder);
		world.trouble = (from, outgoing) -> 0;
		world.pass(2000);
		assertThat(holder.core.report().state().standing(holder.node)).containsExactly("");
	}

	@Test
	void aSignOfLifeThatWasOvertakenChangesNothing() {
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, (to, message) -> {
		}, 0);
		raft.found(List.of(A), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		Sessions sessions = new Sessions(raft, SETTINGS, 0);
		sessions.begin(true, 0);
		sessions.receive(B, new KeepAlive(7, 1, 2, -1, Set.of(), Map.of(), Set.of(), 0, false), 1);
		sessions.receive(B, new KeepAlive(7, 1, 1, -1, Set.of(""), Map.of(), Set.of(), 0, false), 2);
		assertThat(raft.state().standing(B)).isEmpty();
	}

	@Test
	void whatAServerWantedOfAnEarlierLeaderIsVoid() {
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, (to, message) -> {
		}, 0);
		raft.found(List.of(A), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		Sessions earlier = new Sessions(raft, SETTINGS, 0);
		earlier.begin(true, 0);
		earlier.receive(B, new KeepAlive(7, 1, 9, -1, Set.of(""), Map.of(), Set.of(), 0, false), 1);
		assertThat(raft.state().holder("")).isEqualTo(B);
		// A later leader does not know how old it is: B withdrew, and stands again.
		Sessions later = new Sessions(raft, SETTINGS, 0);
		assertThat(later.receive(B, new KeepAlive(7, 0, 5, -1, Set.of(), Map.of(), Set.of(), 0, false), 2)).isFalse();
		later.tick(3);
		assertThat(raft.state().holder("")).isEqualTo(B);
		assertThat(later.confirm()).isEmpty();
	}

	@Test
	void aServerThatKnowsLessThanTheLeaderTakesItForLeadsNothing() {
		Lease lease = new Lease(A, SETTINGS, null);
		long sequence = lease.send(0);
		lease.agreed(9, 8, null, sequence, 0);
		assertThat(lease.holdings(Set.of(""), Map.of())).isEqualTo(Holdings.NONE);
		assertThat(lease.index()).isNegative();
		AgreedState state = new AgreedState(true, Set.of(A),
				new TreeMap<>(Map.of("", new AgreedState.Role(List.of(A), A, 42))), AgreedLocks.NONE);
		lease.agreed(8, 8, state, 0, 0);
		lease.agreed(12, 8, null, sequence, 0);
		assertThat(lease.holdings(Set.of(""), Map.of()).tokens()).containsEntry("", 42L);
	}

	@Test
	void aSignOfLifeIsConfirmedOnlyWhenWhatItWantsIsAgreed() {
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, (to, message) -> {
		}, 0);
		raft.found(List.of(A, B), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		Sessions sessions = new Sessions(raft, SETTINGS, 0);
		sessions.begin(true, 0);
		raft.tick(0);
		// It comes before the Raft leader knows what is committed.
		sessions.receive(B, new KeepAlive(7, 1, 1, -1, Set.of(""), Map.of(), Set.of(), 0, false), 1);
		raft.tick(SECOND / 2);
		raft.receive(B, new AppendReply(7, 1, true, 3, 2), SECOND / 2);
		sessions.tick(SECOND / 2);
		sessions.confirm().forEach((server, sequence) -> assertThat(raft.state().standing(B)).containsExactly(""));
		raft.tick(SECOND);
		raft.receive(B, new AppendReply(7, 1, true, 5, 3), SECOND);
		assertThat(sessions.confirm()).containsEntry(B, 1L);
		assertThat(raft.state().standing(B)).containsExactly("");
	}

	@Test
	void aServerThatSawAnOlderOneBeginsAGroupOnlyWhenNobodyCanActByAnotherOne() {
		ConsensusNode node = member(B, A, B);
		node.tick(0, 0);
		node.servers(servers(B));
		long now = SECOND / 10;
		for (; now < 5 * SECOND; now += SECOND / 10) {
			node.tick(0, now);
			assertThat(node.report().epoch()).isZero();
		}
		for (; now < 10 * SECOND; now += SECOND / 10) {
			node.tick(0, now);
			assertThat(node.report().state().begun()).isFalse();
		}
		for (; now < 12 * SECOND; now += SECOND / 10) {
			node.tick(0, now);
		}
		assertThat(node.holdings().tokens()).containsOnlyKeys("");
	}

	@Test
	void serversThatTakeEachOtherForTheLeaderSendFewSignsOfLife() {
		ConsensusNode node = member(C, A, B, C);
		node.receive(A, new Redirect(7, null, 0, List.of(A, B)), 0);
		int sent = 0;
		for (int i = 0; i < 1000; i++) {
			node.receive(A, new Redirect(7, B, 0, List.of(A, B)), i);
			node.receive(B, new Redirect(7, A, 0, List.of(A, B)), i);
			sent += messages(node, i, KeepAlive.class).size();
		}
		assertThat(sent).isLessThan(5);
	}

	@Test
	void aGroupWhoseVotersNobodyKnowsIsFoundedAnew() {
		ConsensusNode node = member(A, A, B);
		node.receive(B, new VoteRequest(7, 1, true, 1, 1), 0);
		node.tick(0, 0);
		node.servers(servers(A));
		for (long now = 0; now < 6 * SECOND; now += SECOND / 10) {
			node.tick(0, now);
		}
		assertThat(node.report().epoch()).isEqualTo(8);
		assertThat(node.report().problem()).isNull();
	}

	@Test
	void aVoterDoesNotForgetItsVoteWhenAFoundingIsAbandoned() {
		ConsensusNode voter = member(C, A, B, C);
		voter.receive(B, new Append(7, 1, 0, 0, List.of(new LogEntry(1, new Command.Configuration(List.of(A, B, C)))),
				1, 1, 0, B), 0);
		voter.receive(B, new Agreed(7, 1, 1, 0, AgreedState.EMPTY, List.of(A, B, C), 0, 0, 0), 0);
		voter.receive(B, new VoteRequest(7, 2, false, 1, 1), 1);
		assertThat(messages(voter, 1, VoteReply.class)).extracting(VoteReply::granted).containsExactly(true);
		// As this server sees it, the voters are gone and the founder is another.
		Node d = node(4);
		voter.servers(servers(d, C));
		voter.receive(d, new Found(8, Set.of(d, C), List.of(d, C)), 6 * SECOND);
		assertThat(messages(voter, 6 * SECOND, Promise.class)).extracting(Promise::granted).containsExactly(true);
		voter.receive(d, new Abandon(8), 7 * SECOND);
		voter.receive(A, new VoteRequest(7, 2, false, 5, 1), 7 * SECOND);
		assertThat(messages(voter, 7 * SECOND, VoteReply.class)).extracting(VoteReply::granted).containsExactly(false);
	}

	@Test
	void aVoterKeepsWhatItAcknowledgedWhenItIsSentAnOlderState() {
		List<ConsensusMessage> sent = new ArrayList<>();
		Raft raft = new Raft(C, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE,
				(to, message) -> sent.add(message), 0);
		List<Node> voters = List.of(A, B, C);
		raft.receive(A,
				new Append(7, 1, 0, 0,
						List.of(new LogEntry(1, new Command.Configuration(voters)),
								new LogEntry(1, new Command.NewTerm()), new LogEntry(1, new Command.Open(A))),
						1, 1, 0, A),
				0);
		raft.receive(A, new Install(7, 1, 2, 1, voters, AgreedState.EMPTY, 2, 0, A), 0);
		assertThat(raft.commit()).isEqualTo(2);
		assertThat(raft.lastIndex()).isEqualTo(3);
	}

	@Test
	void aLockThatWasUsedIsReleasedAsSuchAlsoIfItWasAskedForInVainMeanwhile() {
		LockRequests requests = new LockRequests();
		requests.request("report", 60, 30);
		requests.release("report", true);
		requests.request("report", 60, 30);
		requests.release("report", false);
		assertThat(requests.takeUnused()).isEmpty();
		ConsensusNode node = member(A, A, B);
		node.receive(B, new Agreed(7, 1, 1, 1, AgreedState.EMPTY, List.of(B), 0, 0, 0), 0);
		node.locks(Map.of("report", new LockRequest(1, 1, 60, 30)), Set.of(), 0);
		node.locks(Map.of("report", new LockRequest(2, 1, 60, 30)), Set.of(), 0);
		node.locks(Map.of(), Set.of("report"), 0);
		assertThat(messages(node, 0, KeepAlive.class)).isNotEmpty()
			.allSatisfy((message) -> assertThat(message.unused()).isEmpty());
	}

	@Test
	void aLateMessageOfAnEarlierTermAcknowledgesNoRoundOfThisOne() {
		List<ConsensusMessage> sent = new ArrayList<>();
		Raft raft = new Raft(C, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE,
				(to, message) -> sent.add(message), 0);
		raft.receive(A, new Append(7, 3, 0, 0, List.of(), 0, 3, 0, A), 0);
		raft.receive(A, new Append(7, 1, 0, 0, List.of(), 0, 102, 0, A), 0);
		assertThat(sent).last()
			.isInstanceOfSatisfying(AppendReply.class, (reply) -> assertThat(reply.round()).isZero());
	}

	@Test
	void aServerThatLeavesIsNotHeardByWhatAnEarlierLeaderTold() {
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, (to, message) -> {
		}, 0);
		raft.found(List.of(A), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		Sessions sessions = new Sessions(raft, SETTINGS, 0);
		sessions.receive(B, new KeepAlive(7, 0, 1, -1, Set.of(), Map.of(), Set.of(), 5000, true), 0);
		assertThat(sessions.isHeard(Set.of(A, B), A, 0)).isFalse();
	}

	@Test
	void aLockForEverIsHeldAndDoesNotEndBeforeItBegins() {
		LockRequest request = new LockRequest(1, 1, Long.MAX_VALUE, Long.MAX_VALUE);
		AgreedLocks locks = AgreedLocks.NONE.at(SECOND, 1).request(A, "report", request, 1);
		assertThat(locks.at(1000 * SECOND, 2).request(B, "report", request, 2).holder("report").server()).isEqualTo(A);
	}

	@Test
	void aLockIsHeldOnTheShorterTermsUntilNewOnesAreAgreed() {
		LockRequests requests = new LockRequests();
		requests.request("report", 60 * SECOND, 0);
		LockRequest request = requests.wanted().get("report");
		Holdings holdings = new Holdings(5 * SECOND, Map.of(),
				Map.of("report", new Holdings.LockHolding(request, 9L, 59 * SECOND)));
		requests.update(holdings, 0);
		requests.extend("report", 10 * SECOND, 0, 0);
		requests.update(Holdings.NONE, SECOND);
		assertThat(requests.state("report").end()).isEqualTo(10 * SECOND / 100 * 98);
		requests.update(Holdings.NONE, 10 * SECOND);
		assertThat(requests.state("report")).isNull();
	}

	@Test
	void timeIsThatOfTheLatestLeaderAlsoIfAnEarlierOneWasAhead() {
		Raft raft = new Raft(C, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, (to, message) -> {
		}, 0);
		raft.receive(A, new Append(7, 1, 0, 0, List.of(), 0, 1, 50 * SECOND, A), 0);
		raft.receive(B, new Append(7, 2, 0, 0, List.of(), 0, 1, 40 * SECOND, A), SECOND);
		assertThat(raft.time(SECOND)).isEqualTo(40 * SECOND);
		raft.receive(B, new Append(7, 2, 0, 0, List.of(), 0, 1, 30 * SECOND, A), 2 * SECOND);
		assertThat(raft.time(2 * SECOND)).isBetween(40 * SECOND, 41 * SECOND);
	}

	@Test
	void aServerThatIsNoVoterForgetsALeaderThatIsGone() {
		ConsensusNode node = member(C, A, B, C);
		node.receive(A,
				new Append(7, 1, 0, 0, List.of(new LogEntry(1, new Command.Configuration(List.of(A, B)))), 1, 1, 0, B),
				0);
		assertThat(messages(node, 0, KeepAlive.class)).isNotEmpty();
		List<Node> asked = new ArrayList<>();
		for (long now = 0; now < 6 * SECOND; now += SECOND / 10) {
			node.tick(0, now)
				.stream()
				.filter((outgoing) -> outgoing.message() instanceof KeepAlive)
				.forEach((outgoing) -> asked.add(outgoing.to()));
		}
		assertThat(asked).contains(B);
	}

	@Test
	void aLeaderThatLeavesHandsOverWhenAllThatItProposedIsCommitted() {
		List<ConsensusMessage> sent = new ArrayList<>();
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE,
				(to, message) -> sent.add(message), 0);
		raft.found(List.of(A, B, C), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		raft.tick(0);
		raft.receive(B, new AppendReply(7, 1, true, 2, 1), 0);
		raft.propose(new Command.Configuration(List.of(B, C)), 0);
		raft.propose(new Command.Close(A, 0), 0);
		// Only the other has the last entry, which would not vote for this one.
		raft.receive(B, new AppendReply(7, 1, true, 3, 1), 0);
		raft.receive(C, new AppendReply(7, 1, true, 3, 1), 0);
		assertThat(sent).doesNotHaveAnyElementsOfTypes(StandNow.class);
		raft.receive(B, new AppendReply(7, 1, true, 4, 1), 0);
		raft.receive(C, new AppendReply(7, 1, true, 4, 1), 0);
		assertThat(sent).hasAtLeastOneElementOfType(StandNow.class);
	}

	@Test
	void aVoterKnowsByItsLogWhetherItsGroupIsLost() {
		ConsensusNode node = member(A, A, B);
		node.receive(B,
				new Append(7, 1, 0, 0, List.of(new LogEntry(1, new Command.Configuration(List.of(A, B)))), 1, 1, 0, B),
				0);
		// B leaves, and ends before its removal arrives.
		node.receive(B, new Agreed(7, 1, 1, 0, AgreedState.EMPTY, List.of(A), 0, 0, 0), 0);
		node.tick(0, 0);
		node.servers(servers(A));
		for (long now = 0; now < 6 * SECOND; now += SECOND / 10) {
			node.tick(0, now);
		}
		assertThat(node.report().epoch()).isEqualTo(8);
	}

	@Test
	void aLeaderTellsOthersOnlyOfCommittedVoters() {
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, (to, message) -> {
		}, 0);
		raft.found(List.of(A, B), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		raft.tick(0);
		raft.receive(B, new AppendReply(7, 1, true, 2, 1), 0);
		raft.propose(new Command.Configuration(List.of(B)), 0);
		assertThat(raft.voters()).containsExactly(B);
		assertThat(raft.committedVoters()).containsExactly(A, B);
	}

	@Test
	void aVoterThatMissedAChangeLearnsFromAnotherThatItsGroupIsLost() {
		ConsensusNode node = member(A, A, B, C);
		node.receive(B, new Append(7, 1, 0, 0, List.of(new LogEntry(1, new Command.Configuration(List.of(A, B, C)))), 1,
				1, 0, B), 0);
		node.tick(0, 0);
		node.servers(servers(A, B));
		for (long now = 0; now < 6 * SECOND; now += SECOND / 10) {
			assertThat(messages(node, now, Found.class)).isEmpty();
		}
		node.receive(B, new Redirect(7, null, 9, List.of(A, B, C, node(4))), 6 * SECOND);
		assertThat(messages(node, 6 * SECOND, Found.class)).isNotEmpty();
	}

	@Test
	void aServerWhoseBecomingAVoterWasNotCommittedIsNone() {
		ConsensusNode node = member(C, A, B, C);
		node.receive(A, new Append(7, 1, 0, 0, List.of(new LogEntry(1, new Command.Configuration(List.of(A, B))),
				new LogEntry(1, new Command.Configuration(List.of(A, B, C)))), 1, 1, 0, B), 0);
		assertThat(node.report().voters()).containsExactly(A, B, C);
		node.receive(B, new Agreed(7, 2, 9, 0, AgreedState.EMPTY, List.of(A, B), 0, 0, 0), 1);
		assertThat(node.report().voters()).containsExactly(A, B);
		assertThat(node.report().lastLogIndex()).isEqualTo(9);
	}

	@Test
	void aServerPromisesANewGroupToTheVoterWithoutWhichThereIsNoMajority() {
		ConsensusNode node = member(B, A, B);
		// A added a voter that ended before it had the change, which only A knows.
		node.receive(A, new Agreed(7, 1, 1, 0, AgreedState.EMPTY, List.of(A), 0, 0, 0), 0);
		node.receive(A, new Found(8, Set.of(A, B), List.of(A, B)), 6 * SECOND);
		assertThat(messages(node, 6 * SECOND, Promise.class)).extracting(Promise::granted).containsExactly(true);
	}

	@Test
	void nobodyActsByTheWordOfALeaderOfWhomNoMajorityOfAllServersHears() {
		ConsensusSimulation world = settled(1, 7);
		SimulatedServer leader = world.raftLeader();
		// Three of the five voters, and of seven servers.
		List<Node> side = new ArrayList<>(leader.core.report().voters());
		side.remove(leader.node);
		side = List.of(leader.node, side.get(0), side.get(1));
		List<Node> heard = side;
		world.trouble = (from, outgoing) -> (heard.contains(from.node) != heard.contains(outgoing.to())) ? -1 : 0;
		world.pass(12_000);
		assertThat(world.raftLeader()).isSameAs(leader);
		assertThat(world.holder()).isNull();
		world.trouble = (from, outgoing) -> 0;
		world.pass(5000);
		assertThat(world.holder()).isNotNull();
	}

	@Test
	void aGroupThatMayReplaceAnotherIsFoundedOnlyWithThePromiseOfAllServers() {
		Founding first = new Founding(8, Set.of(A, B, C), List.of(A, B, C), true);
		Founding later = new Founding(8, Set.of(A, B, C), List.of(A, B, C), false);
		for (Node server : List.of(A, B)) {
			first.promised(server, StoredLog.NONE);
			later.promised(server, StoredLog.NONE);
		}
		assertThat(first.isFounded()).isTrue();
		assertThat(later.isFounded()).isFalse();
		later.promised(C, StoredLog.NONE);
		assertThat(later.isFounded()).isTrue();
	}

	@Test
	void aServerThatPromisedAsksItsFounderUntilItHearsOfTheGroup() {
		ConsensusSimulation world = settled(1, 3);
		Node founder = world.raftLeader().node;
		ConsensusNode leader = world.raftLeader().core;
		long epoch = leader.report().epoch();
		ConsensusNode node = member(C, founder, C);
		node.receive(founder, new Found(epoch, Set.of(founder, C), List.of(founder)), 0);
		assertThat(messages(node, 0, Promise.class)).hasSize(1);
		assertThat(messages(node, SECOND / 2, Promise.class)).as("not at once").isEmpty();
		Promise again = messages(node, 2 * SECOND, Promise.class).get(0);
		// All that the founder said meanwhile was lost.
		leader.receive(C, again, world.now);
		leader.tick(0, world.now)
			.stream()
			.filter((outgoing) -> outgoing.to().equals(C))
			.forEach((outgoing) -> node.receive(founder, outgoing.message(), 2 * SECOND));
		assertThat(node.report().epoch()).isEqualTo(epoch);
		assertThat(messages(node, 3 * SECOND, KeepAlive.class)).extracting(KeepAlive::epoch).containsExactly(epoch);
	}

	@Test
	void aServerThatPromisedToOneThatHasGoneLearnsOfTheGroupFromItsLeader() {
		ConsensusSimulation world = settled(1, 3);
		Node other = world.raftLeader().node;
		ConsensusNode leader = world.raftLeader().core;
		long later = leader.report().epoch() + 1;
		ConsensusNode node = member(C, A, other, C);
		node.receive(A, new Found(later, Set.of(A, other, C), List.of(A)), 0);
		assertThat(messages(node, 0, Promise.class)).extracting(Promise::granted).containsExactly(true);
		node.servers(servers(other, C));
		KeepAlive question = messages(node, 2 * SECOND, KeepAlive.class).get(0);
		assertThat(question.epoch()).isZero();
		leader.receive(C, question, world.now);
		leader.tick(0, world.now)
			.stream()
			.filter((outgoing) -> outgoing.to().equals(C))
			.forEach((outgoing) -> node.receive(other, outgoing.message(), 2 * SECOND));
		assertThat(node.report().epoch()).isEqualTo(leader.report().epoch());
	}

	@Test
	void aServerThatIsCutOffWhileAGroupIsFoundedLearnsOfItOnceItsLinksWork() {
		new ConsensusSimulation(ConsensusPlan.of(640_122), null).run();
	}

	private static ConsensusSimulation settled(long seed, int servers) {
		ConsensusPlan plan = ConsensusPlan.quiet(seed, servers);
		plan.otherRoles = false;
		return new ConsensusSimulation(plan, null).begin().calm().settle();
	}

	/**
	 * Return a world in which another server than the Raft leader leads the role of all.
	 */
	private static ConsensusSimulation ledByAFollower() {
		ConsensusSimulation world = settled(1, 3);
		SimulatedServer leader = world.raftLeader();
		leader.roles(Set.of());
		world.pass(3000);
		leader.roles(Set.of(""));
		world.pass(3000);
		assertThat(world.holder()).isNotNull().isNotEqualTo(leader);
		return world;
	}

	private static ConsensusNode member(Node self, Node... servers) {
		ConsensusNode node = new ConsensusNode(self, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, 0);
		node.servers(servers(servers));
		node.roles(new LinkedHashSet<>(Set.of("")), 0);
		return node;
	}

	private static Servers servers(Node... servers) {
		return new Servers(Stream.of(servers).map((server) -> new Server(server, true, true)).toList(), true);
	}

	private static <T> List<T> messages(ConsensusNode node, long now, Class<T> type) {
		List<T> result = new ArrayList<>();
		node.tick(0, now).stream().map(Outgoing::message).filter(type::isInstance).map(type::cast).forEach(result::add);
		return result;
	}

	private static Node node(int number) {
		return new Node(new NodeAddress("pekko", "orders", "10.0.0.1", number), number);
	}

}

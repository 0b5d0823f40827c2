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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.consensus.ConsensusMessage.Append;
import io.muster.consensus.ConsensusMessage.AppendReply;
import io.muster.consensus.ConsensusMessage.Found;
import io.muster.consensus.ConsensusMessage.KeepAlive;
import io.muster.consensus.ConsensusMessage.Promise;
import io.muster.consensus.ConsensusReport.CarriedOver;
import io.muster.consensus.Servers.Server;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsensusNode} with a {@link RaftStorage}: what survives processes.
 */
final class ConsensusCarryOverTests {

	private static final ConsensusSettings SETTINGS = new ConsensusSettings(5, Duration.ofSeconds(5), 1000);

	private static final long SECOND = 1_000_000_000;

	private static final Node A = node(1, 1);

	private static final Node B = node(2, 2);

	private static final Node C = node(3, 3);

	private static final Node OLD_A = node(1, 101);

	private static final Node OLD_B = node(2, 102);

	private static final Node OLD_C = node(3, 103);

	private static final List<Node> OLD = List.of(OLD_A, OLD_B, OLD_C);

	@Test
	void aNewGroupGoesOnWithTheLogThatHasMost() {
		ConsensusNode founder = member(A, disk(log(60, OLD_A, 5)), A, B);
		founder.tick(0, 0);
		founder.receive(B, promise(61, log(60, OLD_B, 9)), 1);
		founder.tick(0, 1);
		assertThat(founder.report().epoch()).isEqualTo(61);
		assertThat(founder.report().lastLogIndex()).isGreaterThan(9);
		assertThat(founder.report().carriedOver()).isEqualTo(new CarriedOver(60, 9, true));
	}

	@Test
	void aLogOfALaterGroupHasMoreThanALongerOne() {
		assertThat(log(61, OLD_A, 5).hasMoreThan(log(60, OLD_A, 9))).isTrue();
	}

	@Test
	void aFounderWaitsForVotersOfTheLastGroupSoThatNothingIsLost() {
		ConsensusNode founder = member(A, disk(log(60, OLD_A, 5)), A);
		for (long now = 0; now < 14 * SECOND; now += SECOND / 10) {
			founder.tick(0, now);
			assertThat(founder.report().epoch()).isZero();
			assertThat(founder.report().problem())
				.contains("expecting voters of the last group, of whose log nothing may be lost: "
						+ "[10.0.0.1:2, 10.0.0.1:3]");
		}
		founder.servers(servers(A, B));
		founder.tick(0, 14 * SECOND);
		founder.receive(B, promise(62, log(60, OLD_B, 5)), 14 * SECOND);
		founder.tick(0, 14 * SECOND);
		assertThat(founder.report().carriedOver()).isEqualTo(new CarriedOver(60, 5, true));
	}

	@Test
	void aFounderDoesNotWaitForVotersForEver() {
		ConsensusNode founder = member(A, disk(log(60, OLD_A, 5)), A);
		for (long now = 0; now < 16 * SECOND; now += SECOND / 10) {
			founder.tick(0, now);
		}
		assertThat(founder.report().carriedOver()).isEqualTo(new CarriedOver(60, 5, false));
		assertThat(founder.report().lastLogIndex()).isGreaterThan(5);
	}

	@Test
	void aLogWithoutVotersIsNotComplete() {
		StoredLog taught = new StoredLog(60, OLD_A, List.of(OLD_A), 9, 0, List.of(), AgreedState.EMPTY, List.of(),
				false);
		Founding founding = new Founding(61, Set.of(A), List.of(A), true);
		founding.promised(A, taught);
		assertThat(founding.isComplete()).isFalse();
	}

	@Test
	void aGroupIsTheFirstOnlyIfNobodyHasALogThatCannotBeRead() {
		Founding founding = new Founding(61, Set.of(A, B), List.of(A, B), true);
		founding.promised(A, StoredLog.NONE);
		assertThat(founding.isComplete()).isTrue();
		founding.promised(B, StoredLog.UNREADABLE);
		assertThat(founding.isComplete()).isFalse();
	}

	@Test
	void aServerThatIsNoVoterRemembersThatThereWasAGroup() {
		Disk disk = disk(StoredLog.NONE);
		ConsensusNode node = member(C, disk, A, B, C);
		node.receive(A, new ConsensusMessage.Agreed(7, 1, 9, 9, AgreedState.EMPTY, List.of(A, B), 0, 0, 0), 0);
		assertThat(disk.content.epoch()).isEqualTo(7);
		assertThat(disk.content.voters()).containsExactly(A, B);
		assertThat(disk.content.isLog()).isFalse();
	}

	@Test
	void aServerThatRemembersALargerEpochAsksForAStillLargerOne() {
		ConsensusNode node = member(B, disk(log(60, OLD_B, 5)), A, B);
		node.receive(A, new Found(8, Set.of(A, B), List.of(A, B)), 0);
		Promise promise = sent(node, 0, Promise.class).get(0);
		assertThat(promise.granted()).isFalse();
		assertThat(promise.promised()).isEqualTo(61);
		node.receive(A, new Found(62, Set.of(A, B), List.of(A, B)), 1);
		promise = sent(node, 1, Promise.class).get(0);
		assertThat(promise.granted()).isTrue();
		assertThat(promise.log()).isEqualTo(log(60, OLD_B, 5));
	}

	@Test
	void aServerWithTheDiskOfAVoterGoesOnWithItsLog() {
		ConsensusNode node = member(B, disk(log(60, OLD_B, 5)), A, B);
		node.receive(A, append(60, 5, OLD_A), 0);
		assertThat(sent(node, 0, AppendReply.class)).extracting(AppendReply::accepted).containsExactly(true);
	}

	@Test
	void aServerThatRemembersAnotherGroupTakesNoPart() {
		Disk disk = disk(log(60, OLD_B, 5));
		ConsensusNode node = member(B, disk, A, B);
		node.receive(A, append(7, 0, A), 0);
		assertThat(sent(node, 0, AppendReply.class)).extracting(AppendReply::index).containsExactly(-1L);
		for (long now = 0; now < 6 * SECOND; now += SECOND / 10) {
			assertThat(sent(node, now, KeepAlive.class)).allSatisfy((sign) -> assertThat(sign.epoch()).isZero());
			node.receive(A, append(7, 0, A), now);
		}
		assertThat(node.report().problem()).contains("its log (epoch 60)", "this cluster's (epoch 7)",
				"remove the folder raft/");
		assertThat(node.report().warning()).isEqualTo(node.report().problem());
		assertThat(disk.content.foreign()).isTrue();
		assertThat(disk.content.lastIndex()).isEqualTo(5);
	}

	@Test
	void aLogOfAnotherGroupWithTheSameEpochIsNotMixedIn() {
		Disk disk = disk(log(60, OLD_B, 5));
		ConsensusNode node = member(B, disk, A, B);
		node.receive(A, append(60, 5, A), 0);
		assertThat(sent(node, 0, AppendReply.class)).extracting(AppendReply::index).containsExactly(-1L);
		assertThat(node.report().problem()).contains("remove the folder raft/");
	}

	@Test
	void aServerWithALogOfAnotherGroupHandsItToNoFounder() {
		ConsensusNode node = member(B, disk(log(60, OLD_B, 5).asForeign()), A, B);
		node.receive(A, new Found(62, Set.of(A, B), List.of(A, B)), 1);
		assertThat(sent(node, 1, Promise.class).get(0).log()).isEqualTo(StoredLog.NONE);
	}

	@Test
	void aServerThatMissesAGroupThatIsAboutToReplaceItsOwnWarnsNobody() {
		ConsensusNode node = member(B, disk(log(60, OLD_B, 5)), A, B);
		node.receive(A, append(7, 0, A), 0);
		assertThat(sent(node, 0, AppendReply.class)).isNotEmpty();
		assertThat(node.report().warning()).isNull();
		node.receive(A, append(61, 0, A), SECOND);
		assertThat(sent(node, SECOND, AppendReply.class)).extracting(AppendReply::accepted).containsExactly(true);
	}

	@Test
	void aFollowerAcknowledgesOnlyWhatIsStored() {
		Disk disk = disk(StoredLog.NONE);
		disk.problem = "it is full";
		ConsensusNode node = member(B, disk, A, B);
		Append append = new Append(7, 1, 0, 0, List.of(new LogEntry(1, new Command.Configuration(List.of(A, B)))), 0, 1,
				0, A);
		node.receive(A, append, 0);
		assertThat(sent(node, 0, AppendReply.class)).extracting(AppendReply::index).containsExactly(0L);
		assertThat(node.report().warning()).isEqualTo("it is full");
		disk.problem = null;
		node.receive(A, append, SECOND);
		assertThat(sent(node, SECOND, AppendReply.class)).extracting(AppendReply::index).containsExactly(1L);
		assertThat(node.report().warning()).isNull();
		assertThat(disk.content.lastIndex()).isEqualTo(1);
	}

	@Test
	void aSingleLeaderCommitsOnlyWhatIsStored() {
		Disk disk = disk(StoredLog.NONE);
		disk.problem = "it is full";
		ConsensusNode node = member(A, disk, A);
		node.tick(0, 0);
		assertThat(node.report().commitIndex()).isZero();
		assertThat(node.report().problem()).isEqualTo("it is full");
		disk.problem = null;
		node.tick(0, SECOND);
		assertThat(node.report().commitIndex()).isEqualTo(disk.content.lastIndex()).isPositive();
		assertThat(node.report().problem()).isNull();
	}

	@Test
	void aLeaderWhoseDiskFailsCommitsWhatAMajorityOfTheOthersStored() {
		List<ConsensusMessage> sent = new ArrayList<>();
		Disk disk = disk(StoredLog.NONE);
		disk.problem = "it is full";
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), disk, (to, message) -> sent.add(message), 0);
		raft.found(List.of(A, B, C), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		raft.tick(0);
		raft.receive(B, new AppendReply(7, 1, true, 2, 1), 1);
		assertThat(raft.commit()).isZero();
		raft.receive(C, new AppendReply(7, 1, true, 2, 1), 2);
		assertThat(raft.commit()).isEqualTo(2);
	}

	@Test
	void aServerThatCannotStoreIsNotSentTheSameAgainAtOnce() {
		List<ConsensusMessage> sent = new ArrayList<>();
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE,
				(to, message) -> sent.add(message), 0);
		raft.found(List.of(A, B, C), CarriedOver.NOTHING, AgreedState.EMPTY, 0);
		raft.tick(0);
		sent.clear();
		raft.receive(B, new AppendReply(7, 1, true, 0, 1), 1);
		assertThat(sent).isEmpty();
		raft.tick(SECOND);
		assertThat(sent).isNotEmpty();
	}

	@Test
	void aLockWithATimeIsStillHeldInTheNewGroupAndNoLonger() {
		AgreedLocks locks = AgreedLocks.NONE.at(1000, 1)
			.request(OLD_A, "timed", new LockRequest(1, 0, 100, 0), 2)
			.request(OLD_B, "timed", new LockRequest(1, 0, 100, 0), 3)
			.request(OLD_A, "session", new LockRequest(2, 0, 0, 0), 4);
		AgreedState carried = new AgreedState(true, Set.of(OLD_A, OLD_B), new TreeMap<>(), locks).carriedOver();
		assertThat(carried.begun()).isFalse();
		assertThat(carried.sessions()).isEmpty();
		assertThat(carried.locks().locks()).containsOnlyKeys("timed");
		assertThat(carried.locks().holder("timed")).isEqualTo(locks.holder("timed"));
		Raft raft = new Raft(A, 7, SETTINGS, new SplittableRandom(1), RaftStorage.NONE, (to, message) -> {
		}, 0);
		raft.found(List.of(A), new CarriedOver(6, 9, true), carried, 0);
		assertThat(raft.time(0)).isEqualTo(1000);
		assertThat(carried.locks().at(raft.time(101), 5).holder("timed")).isNull();
	}

	@Test
	void anIdleGroupWritesNothing() {
		Disk disk = disk(StoredLog.NONE);
		ConsensusNode node = member(A, disk, A);
		node.tick(0, 0);
		node.tick(0, SECOND);
		int writes = disk.writes;
		for (long now = SECOND; now < 60 * SECOND; now += SECOND / 10) {
			node.tick(0, now);
		}
		assertThat(node.holdings().tokens()).containsKey("");
		assertThat(disk.writes).isEqualTo(writes);
	}

	private static StoredLog log(long epoch, Node owner, int index) {
		return new StoredLog(epoch, OLD_A, List.of(owner), index - 1, 1, OLD, AgreedState.EMPTY,
				List.of(new LogEntry(1, new Command.NewTerm())), false);
	}

	private static Append append(long epoch, long index, Node founder) {
		return new Append(epoch, 1, index, (index > 0) ? 1 : 0, List.of(), 0, 1, 0, founder);
	}

	private static Promise promise(long epoch, StoredLog log) {
		return new Promise(epoch, true, 0, 0, List.of(), epoch, log);
	}

	private static Disk disk(StoredLog log) {
		return new Disk(log);
	}

	private static ConsensusNode member(Node self, Disk disk, Node... servers) {
		ConsensusNode node = new ConsensusNode(self, SETTINGS, new SplittableRandom(1), disk, 0);
		node.servers(servers(servers));
		node.roles(Set.of(""), 0);
		return node;
	}

	private static Servers servers(Node... servers) {
		return new Servers(Stream.of(servers).map((server) -> new Server(server, true, true)).toList(), true);
	}

	private static <T> List<T> sent(ConsensusNode node, long now, Class<T> type) {
		List<T> result = new ArrayList<>();
		node.tick(0, now).stream().map(Outgoing::message).filter(type::isInstance).map(type::cast).forEach(result::add);
		return result;
	}

	private static Node node(int port, long uid) {
		return new Node(new NodeAddress("pekko", "orders", "10.0.0.1", port), uid);
	}

	/**
	 * A disk that fails while it has a problem.
	 */
	private static final class Disk implements RaftStorage {

		private StoredLog content;

		private @Nullable String problem;

		private int writes;

		private Disk(StoredLog content) {
			this.content = Objects.requireNonNull(content);
		}

		@Override
		public boolean isDurable() {
			return true;
		}

		@Override
		public StoredLog load() {
			return this.content;
		}

		@Override
		public @Nullable String store(StoredLog log) {
			if (this.problem == null) {
				this.content = log;
				this.writes++;
			}
			return this.problem;
		}

	}

}

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

package io.muster.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.bootstrap.ClusterLifecycle.Start;
import io.muster.bootstrap.OnRemoved;
import io.muster.bootstrap.SelfContactPointSource;
import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.bootstrap.storage.DurableStateStore;
import io.muster.cluster.ClusterEventPublisher;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.TestClusterEngine;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointParser;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.SeedNodes;
import io.muster.operations.JoinOutcome.Failure;
import io.muster.operations.OperationRefusedException.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClusterOperations} and {@link OperatorJoin}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterOperationsTests {

	private static final Node SELF = TestNodes.node("10.0.0.1");

	private final TestClusterEngine engine = new TestClusterEngine();

	private final TestProber prober = new TestProber();

	private final List<String> exits = new CopyOnWriteArrayList<>();

	private BootstrapCoordinator coordinator;

	private ClusterLifecycle lifecycle;

	private ClusterOperations operations;

	@BeforeEach
	void create() {
		create(TestSettings.requiring(2).requestTimeout(Duration.ofMillis(50)),
				() -> TestNodes.contactPoint("10.0.0.1"));
	}

	private void create(TestSettings testSettings, SelfContactPointSource self) {
		BootstrapSettings settings = testSettings.build();
		this.coordinator = new BootstrapCoordinator(settings, new VotingJoinDecider(settings), this.engine, List.of(),
				this.prober, self, this.exits::add, DurableStateStore.NONE);
		this.lifecycle = new ClusterLifecycle(this.engine, this.coordinator, Start.NOTHING, List.of(),
				new ClusterEventPublisher((event) -> {
				}), Duration.ofSeconds(1), OnRemoved.REJOIN, this.exits::add);
		OperatorJoin join = new OperatorJoin(this.engine, this.lifecycle, this.prober,
				new ContactPointParser(() -> "http", () -> 8080, ""), this.coordinator::selfContactPoint, settings);
		this.operations = new ClusterOperations(this.engine, this.lifecycle, () -> join);
	}

	@AfterEach
	void close() {
		this.coordinator.close();
	}

	@Test
	void startsBootstrapWhereItWasNotStarted() {
		become(EngineStatus.STARTED);
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		assertThat(this.operations.join(List.of("10.0.0.2")))
			.isEqualTo(new JoinOutcome(1, "Successfully joined cluster by contacting 1 nodes.", List.of()));
		await().untilAsserted(() -> assertThat(this.engine.calls()).contains("join [pekko://orders@10.0.0.2:25520]"));
		assertThat(this.coordinator.advertised().contactPoints()).isEqualTo(TestNodes.contactPoints("10.0.0.2"));
	}

	@Test
	void waitsUntilTheNodesHaveFoundedAndListensNoLonger() {
		become(EngineStatus.STARTED);
		this.coordinator.start();
		this.prober.answers("10.0.0.2", TestNodes.answer("10.0.0.2"));
		int listeners = this.engine.listeners();
		CompletableFuture<JoinOutcome> outcome = this.operations.joinLater(List.of("10.0.0.2"));
		assertThat(outcome).isNotDone();
		assertThat(this.engine.listeners()).isEqualTo(listeners + 1);
		become(EngineStatus.MEMBER, member(SELF), member(TestNodes.node("10.0.0.2")));
		assertThat(outcome).succeedsWithin(Duration.ofSeconds(10))
			.isEqualTo(new JoinOutcome(1, "Successfully joined cluster by contacting 1 nodes.", List.of()));
		assertThat(this.engine.listeners()).isEqualTo(listeners);
	}

	@Test
	void joinsAtOnceWhereBootstrapGoesOn() {
		become(EngineStatus.STARTED);
		this.coordinator.start();
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		this.operations.join(List.of("10.0.0.2"));
		await().untilAsserted(() -> assertThat(this.engine.calls()).contains("join [pekko://orders@10.0.0.2:25520]"));
		assertThat(this.prober.invited).isEmpty();
	}

	@Test
	void takesOverFromConfiguredSeedNodesThatDoNotAnswer() {
		become(EngineStatus.JOINING);
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		this.operations.join(List.of("10.0.0.2"));
		assertThat(this.engine.calls()).containsExactly("join [pekko://orders@10.0.0.2:25520]");
	}

	@Test
	void leavesAClusterOfOneForAnother() {
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		this.operations.join(List.of("10.0.0.2"));
		await().untilAsserted(() -> assertThat(this.engine.calls()).containsExactly("leave"));
		become(EngineStatus.REMOVED);
		await().untilAsserted(() -> assertThat(this.engine.calls()).containsExactly("leave", "restart",
				"join [pekko://orders@10.0.0.2:25520]"));
		assertThat(this.exits).isEmpty();
	}

	@Test
	void comesInAgainAfterItHasLeft() {
		become(EngineStatus.MEMBER, member(SELF), member(TestNodes.node("10.0.0.2")));
		this.operations.leave();
		this.operations.leave();
		assertThat(this.engine.calls()).containsOnly("leave");
		become(EngineStatus.REMOVED);
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		this.operations.join(List.of("10.0.0.2"));
		await().untilAsserted(
				() -> assertThat(this.engine.calls()).contains("restart", "join [pekko://orders@10.0.0.2:25520]"));
	}

	@Test
	void staysOutsideAlsoWhereItIsDeclaredFailedWhileItLeaves() {
		this.lifecycle.start();
		await().until(() -> this.engine.calls().contains("start"));
		Member self = member(SELF);
		become(EngineStatus.MEMBER, self);
		this.operations.leave();
		this.engine.become(new ClusterState(EngineStatus.REMOVED, SELF, List.of(), null,
				List.of(new DepartedMember(self, DepartedMember.Kind.FAILED, Instant.EPOCH))));
		assertThat(this.engine.calls()).containsExactly("start", "leave");
	}

	@Test
	void doesNotLeaveForAnotherClusterWhereItCouldNotEnter() {
		this.engine.notRestartable();
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		assertRefused(Kind.CONFLICT, "the application uses the engine's ActorSystem", "10.0.0.2");
		assertThat(this.exits).isEmpty();
	}

	@Test
	void invitesANodeThatIsNotAMember() {
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.answers("10.0.0.2", TestNodes.answer("10.0.0.2"));
		assertThat(this.operations.join(List.of("10.0.0.2")).joined()).isEqualTo(1);
		assertThat(this.prober.invited).containsEntry(TestNodes.contactPoint("10.0.0.2"),
				TestNodes.contactPoint("10.0.0.1"));
	}

	@ParameterizedTest
	@EnumSource(names = { "SILENT", "STARTING" })
	void aNodeThatIsBusyOrStartsIsAskedAgain(ProbeResult.Kind kind) {
		become(EngineStatus.STARTED);
		Failed failed = new Failed(kind, "gave no answer");
		this.prober.answers("10.0.0.2", failed, failed,
				new Answered(TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2"))));
		assertThat(this.operations.join(List.of("10.0.0.2")).failures()).isEmpty();
		await().untilAsserted(() -> assertThat(this.engine.calls()).contains("join [pekko://orders@10.0.0.2:25520]"));
	}

	@Test
	void aNodeWhoseMachineRefusesTheConnectionIsAskedOnce() {
		become(EngineStatus.STARTED);
		assertRefused(Kind.UNREACHABLE, "10.0.0.2 refused the connection", "10.0.0.2");
		assertThat(this.prober.asked).hasSize(1);
	}

	@Test
	void aNodeThatTakesNoInvitationButHasFoundThisOneIsContacted() {
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.refuseInvitations = true;
		SeedNodes outside = TestNodes.answer("10.0.0.2");
		this.prober.answers("10.0.0.2", new Answered(outside), new Answered(outside),
				new Answered(TestNodes.knowing(outside, "10.0.0.1")));
		assertThat(this.operations.join(List.of("10.0.0.2")))
			.isEqualTo(new JoinOutcome(1, "Successfully joined cluster by contacting 1 nodes.", List.of()));
	}

	@Test
	void aNodeThatTakesNoInvitationButHasBecomeAMemberIsContacted() {
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.refuseInvitations = true;
		SeedNodes outside = TestNodes.knowing(TestNodes.answer("10.0.0.2"), "10.0.0.1");
		this.prober.answers("10.0.0.2", new Answered(outside),
				new Answered(TestNodes.answer("10.0.0.2", "10.0.0.1", "10.0.0.2")));
		assertThat(this.operations.join(List.of("10.0.0.2")).failures()).isEmpty();
	}

	@Test
	void aNodeThatTakesNoInvitationAndStaysOutsideOnPurposeIsAFailure() {
		createWithJoinTimeout(Duration.ofSeconds(1));
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.refuseInvitations = true;
		this.prober.answers("10.0.0.2", TestNodes.knowing(TestNodes.answer("10.0.0.2"), "10.0.0.1"));
		assertRefused(Kind.UNREACHABLE, "Failed to join any nodes. 10.0.0.2 takes no invitation", "10.0.0.2");
	}

	private void createWithJoinTimeout(Duration joinTimeout) {
		create(TestSettings.requiring(2).requestTimeout(Duration.ofMillis(50)).joinTimeout(joinTimeout),
				() -> TestNodes.contactPoint("10.0.0.1"));
	}

	@Test
	void aRefusedInvitationIsAFailure() {
		createWithJoinTimeout(Duration.ofSeconds(1));
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.refuseInvitations = true;
		this.prober.answers("10.0.0.2", TestNodes.answer("10.0.0.2"));
		assertRefused(Kind.UNREACHABLE, "Failed to join any nodes. 10.0.0.2 takes no invitation", "10.0.0.2");
	}

	@Test
	void aNodeWithoutWebServerInvitesNoOther() {
		create(TestSettings.requiring(2), () -> null);
		become(EngineStatus.MEMBER, member(SELF));
		this.prober.answers("10.0.0.2", TestNodes.answer("10.0.0.2"));
		assertRefused(Kind.UNREACHABLE, "cannot be invited to join this node, which has no web server", "10.0.0.2");
	}

	@Test
	void aProberOfTheApplicationsOwnInvitesNoNodeByDefault() {
		ContactPointProber own = (contactPoint, news) -> new CompletableFuture<>();
		assertThat(own.invite(TestNodes.contactPoint("10.0.0.2"), TestNodes.contactPoint("10.0.0.1")))
			.isCompletedWithValueMatching((result) -> result instanceof Failed failed
					&& failed.reason().startsWith("cannot be invited to join"));
	}

	@Test
	void addressesThatFailAreNamedBesideThoseThatDoNot() {
		become(EngineStatus.STARTED);
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		JoinOutcome outcome = this.operations
			.join(List.of("10.0.0.3:8080", "10.0.0.2", "http://10.0.0.2:8080", "10.0.0.1"));
		assertThat(outcome.joined()).isEqualTo(2);
		assertThat(outcome.failures()).containsExactly(new Failure("10.0.0.3:8080", "refused the connection"));
	}

	@Test
	void aProberThatNeverAnswersIsNotWaitedForLong() {
		become(EngineStatus.STARTED);
		this.prober.silent = true;
		assertRefused(Kind.UNREACHABLE, "10.0.0.2 gave no answer in time", "10.0.0.2");
	}

	@Test
	void addressesAreCheckedBeforeTheyAreProbed() {
		become(EngineStatus.STARTED);
		assertRefused(Kind.INVALID, "At least one address to join must be specified");
		assertRefused(Kind.INVALID, "'10.0.0.2:0' is not an address: '0' is not a port", "10.0.0.2:0", "10.0.0.3");
		assertRefused(Kind.INVALID, "[10.0.0.1:8080] is this node itself: name another", "10.0.0.1:8080");
		assertRefused(Kind.INVALID, "it is empty", (String) null);
		assertRefused(Kind.INVALID, "101 addresses are too many, 100 are the most",
				IntStream.range(0, 101).mapToObj((i) -> "10.0.1." + i).toArray(String[]::new));
		assertThat(this.prober.asked).isEmpty();
	}

	@Test
	void aHundredAddressesAreAskedAtOnce() {
		become(EngineStatus.STARTED);
		this.prober.silent = true;
		List<String> addresses = new ArrayList<>();
		IntStream.range(0, 100).forEach((i) -> addresses.add("10.0.1." + i));
		CompletableFuture<JoinOutcome> outcome = this.operations.joinLater(addresses);
		assertThat(this.prober.asked).hasSize(100);
		assertThat(outcome).isNotDone();
	}

	@Test
	void engineThatDoesNotRunIsUnavailable() {
		assertRefused(Kind.UNAVAILABLE, "The cluster engine is starting", "10.0.0.2");
		become(EngineStatus.STOPPED);
		assertRefused(Kind.UNAVAILABLE, "The cluster engine is stopped", "10.0.0.2");
		assertRefused(Kind.UNAVAILABLE, this.operations::leave);
	}

	@Test
	void aNodeThatIsLeavingJoinsOnlyLater() {
		become(EngineStatus.LEAVING, member(SELF));
		assertRefused(Kind.CONFLICT, "This node is leaving its cluster", "10.0.0.2");
	}

	@Test
	void withoutBootstrapNoNodeIsContacted() {
		this.operations = new ClusterOperations(this.engine, this.lifecycle, () -> null);
		become(EngineStatus.STARTED);
		assertRefused(Kind.CONFLICT, "muster.bootstrap.enabled is false", "10.0.0.2");
	}

	@Test
	void anInvitationThatIsNotFollowedIsSaidInTheLog(CapturedOutput output) {
		become(EngineStatus.MEMBER, member(SELF), member(TestNodes.node("10.0.0.9")));
		this.prober.answers("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node("10.0.0.3")));
		this.operations.invited(TestNodes.contactPoint("10.0.0.2"));
		assertThat(output).contains("WARN",
				"This node does not follow the invitation to join through http://10.0.0.2:8080: "
						+ "There are two clusters, which cannot be merged");
		assertThat(this.engine.calls()).isEmpty();
	}

	@Test
	void invitedNodesInviteNoOthers() {
		become(EngineStatus.MEMBER, member(SELF), member(TestNodes.node("10.0.0.9")));
		this.prober.answers("10.0.0.2", TestNodes.answer("10.0.0.2"));
		this.operations.invited(TestNodes.contactPoint("10.0.0.2"));
		assertThat(this.prober.invited).isEmpty();
	}

	@Test
	void unreachableMembersAreForcedAndReachableOnesAsked() {
		Member gone = new Member(TestNodes.node("10.0.0.2"), MemberStatus.UP, Set.of(), "default", false,
				Instant.EPOCH);
		Member stuck = new Member(TestNodes.node("10.0.0.3"), MemberStatus.EXITING, Set.of(), "default", true,
				Instant.EPOCH);
		become(EngineStatus.MEMBER, member(SELF), gone, member(TestNodes.node("10.0.0.4")), stuck);
		assertRefused(Kind.CONFLICT, () -> this.operations.remove("10.0.0.2:25520", false));
		assertRefused(Kind.CONFLICT, () -> this.operations.remove("10.0.0.4:25520", true));
		assertRefused(Kind.CONFLICT, () -> this.operations.remove("10.0.0.1:25520", true));
		assertRefused(Kind.UNKNOWN, () -> this.operations.remove("10.0.0.5:25520", true));
		assertRefused(Kind.UNKNOWN, () -> this.operations.remove("", false));
		assertThat(this.engine.calls()).isEmpty();
		assertThat(this.operations.remove("pekko://orders@10.0.0.2:25520", true)).isEqualTo(gone);
		this.operations.remove("10.0.0.4:25520", false);
		this.operations.remove("10.0.0.3:25520", false);
		this.operations.remove("10.0.0.3:25520", true);
		this.operations.remove("10.0.0.1:25520", false);
		assertThat(this.engine.calls()).containsExactly("down pekko://orders@10.0.0.2:25520",
				"leave pekko://orders@10.0.0.4:25520", "down pekko://orders@10.0.0.3:25520", "leave");
	}

	@Test
	void aNameThatSeveralMembersHaveRemovesNone() {
		Member one = named("10.0.0.2");
		Member other = named("10.0.0.3");
		become(EngineStatus.MEMBER, member(SELF), one, other);
		assertThat(assertRefused(Kind.CONFLICT, () -> this.operations.remove("agent", false)))
			.hasMessage("2 members have the name 'agent': name one by its address, 10.0.0.2:25520 or 10.0.0.3:25520");
		assertThat(this.engine.calls()).isEmpty();
		assertThat(this.operations.remove("10.0.0.3:25520", false)).isEqualTo(other);
		become(EngineStatus.MEMBER, member(SELF), one);
		assertThat(this.operations.remove("agent", false)).isEqualTo(one);
	}

	private static Member named(String host) {
		return new Member(TestNodes.node(host), "agent", MemberStatus.UP, Set.of(), "default", true, Instant.EPOCH);
	}

	@Test
	void aMemberThatHasGoneIsGone() {
		Member gone = member(TestNodes.node("10.0.0.2"));
		this.engine.become(new ClusterState(EngineStatus.MEMBER, SELF, List.of(member(SELF)), SELF,
				List.of(new DepartedMember(gone, DepartedMember.Kind.FAILED, Instant.EPOCH))));
		assertThat(assertRefused(Kind.GONE, () -> this.operations.remove("10.0.0.2:25520", true)))
			.hasMessage("pekko://orders@10.0.0.2:25520 is no member any more: it failed at 1970-01-01T00:00:00Z");
	}

	private void assertRefused(Kind kind, String message, @Nullable String... addresses) {
		assertThat(assertRefused(kind, () -> this.operations.join(Arrays.asList(addresses))))
			.hasMessageContaining(message);
		assertThat(this.engine.calls()).isEmpty();
		assertThat(this.coordinator.isStarted()).isFalse();
	}

	private static OperationRefusedException assertRefused(Kind kind, Runnable operation) {
		OperationRefusedException ex = catchThrowableOfType(OperationRefusedException.class, operation::run);
		assertThat(ex).isNotNull();
		assertThat(ex.kind()).isEqualTo(kind);
		return ex;
	}

	private void become(EngineStatus status, Member... members) {
		this.engine.become(new ClusterState(status, SELF, List.of(members), null, List.of()));
	}

	private static Member member(Node node) {
		return new Member(node, MemberStatus.UP, Set.of(), "default", true, Instant.EPOCH);
	}

	private static final class TestProber implements ContactPointProber {

		private final Map<ContactPoint, Deque<ProbeResult>> answers = new ConcurrentHashMap<>();

		private final List<ContactPoint> asked = new CopyOnWriteArrayList<>();

		private final Map<ContactPoint, ContactPoint> invited = new ConcurrentHashMap<>();

		private boolean silent;

		private boolean refuseInvitations;

		void answers(String host, SeedNodes answer) {
			answers(host, new Answered(answer));
		}

		/**
		 * Give these results one after the other, and the last one from then on.
		 */
		void answers(String host, ProbeResult... results) {
			this.answers.put(TestNodes.contactPoint(host), new ConcurrentLinkedDeque<>(List.of(results)));
		}

		@Override
		public CompletableFuture<ProbeResult> probe(ContactPoint contactPoint, @Nullable ContactPoint news) {
			this.asked.add(contactPoint);
			if (this.silent) {
				return new CompletableFuture<>();
			}
			Deque<ProbeResult> results = this.answers.getOrDefault(contactPoint,
					new ArrayDeque<>(List.of(new Failed(ProbeResult.Kind.REFUSED, "refused the connection"))));
			return CompletableFuture.completedFuture((results.size() > 1) ? results.remove() : results.element());
		}

		@Override
		public CompletableFuture<ProbeResult> invite(ContactPoint contactPoint, ContactPoint target) {
			if (this.refuseInvitations) {
				return CompletableFuture.completedFuture(new Failed(ProbeResult.Kind.WRONG, "takes no invitation"));
			}
			this.invited.put(contactPoint, target);
			return probe(contactPoint, null);
		}

	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.decision.WaitReason;
import io.muster.bootstrap.formation.BootstrapCommand.LookUp;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Stopped;
import io.muster.bootstrap.formation.BootstrapEvent.Tick;
import io.muster.cluster.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FormationDriver}: the order of effects that {@link Ready} states.
 */
class FormationDriverTests implements FormationDriver.Host {

	private static final String SOURCE = "registry";

	private final List<String> effects = new ArrayList<>();

	private @Nullable String failure;

	private final Semaphore disk = new Semaphore(100);

	private final BootstrapSettings settings = TestSettings.requiring(1).build();

	private final FormationDriver driver = new FormationDriver(new Formation(TestNodes.CLUSTER, this.settings,
			new VotingJoinDecider(this.settings), List.of(SOURCE), new Random(42), DurableState.NONE), this);

	@Test
	void storesAVoteThenAdvertisesItThenRunsTheCommands() {
		this.driver.accept(started(1), 1000);
		this.effects.clear();
		Ready ready = this.driver.accept(new Discovered(SOURCE, TestNodes.contactPoints("10.0.0.1")), 1001);
		assertThat(this.effects).startsWith("store term 1", "advertise term 1").doesNotContain("run Found");
		assertThat(ready.nextTick()).isEqualTo(1001);
		this.effects.clear();
		this.driver.accept(new Tick(), 1002);
		assertThat(this.effects).contains("run Found").doesNotContain("store term 1");
	}

	@Test
	void neitherAdvertisesAVoteNorFoundsOnItWhileItCannotBeStored() {
		this.failure = "It is full";
		Ready ready = runUntilDiscovered();
		assertThat(ready.nextTick()).isEqualTo(1001);
		assertThat(ready.advertised().vote()).isNull();
		this.driver.accept(new Tick(), 1002);
		assertThat(this.effects).contains("store term 1").noneMatch((effect) -> effect.startsWith("advertise term"));
		assertThat(this.effects).doesNotContain("run Found");
		assertThat(this.driver.report(1002).waitingFor()).isEqualTo("its data directory to be usable. It is full");
		assertThat(this.driver.report(1002).storage()).isEqualTo("It is full");
		assertThat(this.driver.storageFailure(1002)).isEqualTo("It is full");
	}

	@Test
	void triesToStoreAgainLaterAndLater() {
		this.failure = "It is full";
		runUntilDiscovered();
		List<Long> tries = new ArrayList<>();
		for (long now = 1002; now < 60_000; now++) {
			this.effects.clear();
			Ready ready = this.driver.accept(new Tick(), now);
			if (this.effects.stream().anyMatch((effect) -> effect.startsWith("store"))) {
				tries.add(now - 1001);
			}
			assertThat(ready.nextTick()).isLessThanOrEqualTo(now + 15_000);
		}
		assertThat(tries).containsExactly(1000L, 3000L, 7000L, 15_000L, 30_000L, 45_000L);
	}

	@Test
	void foundsAsSoonAsItCanStoreAgain() {
		this.failure = "It is full";
		runUntilDiscovered();
		this.driver.accept(new Tick(), 1002);
		this.failure = null;
		this.effects.clear();
		for (long now = 1003; now < 2010; now++) {
			this.driver.accept(new Tick(), now);
		}
		assertThat(this.effects).contains("advertise term 2", "run Found").doesNotContain("advertise term 1");
		assertThat(this.effects.indexOf("store term 2")).isLessThan(this.effects.indexOf("advertise term 2"));
		assertThat(this.effects.indexOf("advertise term 2")).isLessThan(this.effects.indexOf("run Found"));
		assertThat(this.driver.storageFailure(2010)).isNull();
		assertThat(this.driver.report(2010).history()).extracting(BootstrapReport.Entry::text)
			.contains("It is full", "This node can store its vote and its last known members again");
	}

	@Test
	void reportOfANodeWhoseDiskDoesNotAnswerSaysSo() throws Exception {
		this.driver.accept(started(1), 1000);
		this.disk.drainPermits();
		Thread bootstrap = new Thread(
				() -> this.driver.accept(new Discovered(SOURCE, TestNodes.contactPoints("10.0.0.1")), 1001));
		bootstrap.start();
		try {
			Awaitility.await().until(this.disk::hasQueuedThreads);
			BootstrapReport report = this.driver.report(8001);
			assertThat(report.waitingFor()).isEqualTo("its data directory to answer: storing has taken 7 s so far");
			assertThat(report.reason()).isEqualTo(WaitReason.STORAGE.id());
			assertThat(report.storage())
				.startsWith("The data directory has not taken the state of this node for 7 s: its disk does not answer")
				.endsWith("set muster.bootstrap.data-dir to another directory and start this node again");
			assertThat(this.driver.storageFailure(8001)).contains("for 7 s");
			assertThat(this.effects).doesNotContain("advertise term 1");
		}
		finally {
			this.disk.release(100);
			bootstrap.join();
		}
		assertThat(this.effects).containsSubsequence("store term 1", "advertise term 1");
		assertThat(this.driver.report(8002).storage()).isNull();
		assertThat(this.driver.stalled(8002)).isNull();
	}

	@Test
	void nextIncarnationKnowsThatTheStorageFails() {
		this.failure = "It is full";
		runUntilDiscovered();
		this.driver.accept(started(2), 1002);
		assertThat(this.driver.report(1002).storage()).isEqualTo("It is full");
	}

	private Ready runUntilDiscovered() {
		this.driver.accept(started(1), 1000);
		return this.driver.accept(new Discovered(SOURCE, TestNodes.contactPoints("10.0.0.1")), 1001);
	}

	@Test
	void storesAndAdvertisesOnlyWhatIsNew() {
		this.driver.accept(started(1), 1000);
		this.effects.clear();
		this.driver.accept(new Tick(), 1001);
		assertThat(this.effects).noneMatch((effect) -> effect.startsWith("store") || effect.startsWith("advertise"));
	}

	@Test
	void beginsTheNextIncarnationWhereItWasStartedBefore() {
		this.driver.accept(started(1), 1000);
		this.driver.accept(new Stopped(), 1500);
		Ready ready = this.driver.accept(started(2), 2000);
		assertThat(this.driver.report(2000).phase()).isEqualTo(BootstrapPhase.PROBING);
		assertThat(ready.commands()).contains(new LookUp(SOURCE));
		assertThat(this.driver.report(2000).history()).extracting(BootstrapReport.Entry::text)
			.filteredOn((text) -> text.startsWith("Bootstrap of cluster"))
			.hasSize(2);
	}

	private static Started started(long uid) {
		return new Started(new Node(TestNodes.address("10.0.0.1"), uid),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")));
	}

	@Override
	public @Nullable String store(DurableState state) {
		this.disk.acquireUninterruptibly();
		this.effects.add("store" + ((state.vote() != null) ? " term " + state.vote().term() : ""));
		return this.failure;
	}

	@Override
	public void advertise(Advertisement advertisement) {
		this.effects.add("advertise" + ((advertisement.vote() != null) ? " term " + advertisement.vote().term() : ""));
	}

	@Override
	public void run(BootstrapCommand command) {
		this.effects.add("run " + command.getClass().getSimpleName());
	}

}

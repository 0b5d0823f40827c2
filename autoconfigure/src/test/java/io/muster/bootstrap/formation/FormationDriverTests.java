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

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
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

	private final BootstrapSettings settings = TestSettings.requiring(1).build();

	private final FormationDriver driver = new FormationDriver(new Formation(TestNodes.CLUSTER, this.settings,
			new VotingJoinDecider(this.settings), List.of(SOURCE), new Random(42), DurableState.NONE), this);

	@Test
	void storesAVoteThenAdvertisesItThenRunsTheCommands() {
		this.driver.accept(started(1), 1000);
		this.effects.clear();
		this.driver.accept(new Discovered(SOURCE, TestNodes.contactPoints("10.0.0.1")), 1001);
		assertThat(this.effects).startsWith("store term 1", "advertise term 1").contains("run Found");
		assertThat(this.effects.indexOf("run Found")).isGreaterThan(1);
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
	public void store(DurableState state) {
		this.effects.add("store" + ((state.vote() != null) ? " term " + state.vote().term() : ""));
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

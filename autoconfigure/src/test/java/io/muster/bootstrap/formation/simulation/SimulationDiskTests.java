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

import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.simulation.SimulationPlan.Family;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for disks that are full for a while, and disks that damage what is stored on
 * them.
 */
class SimulationDiskTests {

	private static final int WORLDS = 10;

	private static final String WAITING = "its data directory to be usable. ";

	@Test
	void nodesWithFullDisksWaitAndFoundOnceThereIsSpace() {
		always((seed) -> {
			Simulation world = begin(seed, 5, 3);
			world.nodes().forEach((node) -> node.fillDisk(20_000));
			world.pass(19_000);
			boolean waits = world.outcome().foundings() == 0 && world.nodes()
				.stream()
				.map(SimulationDiskTests::waitingFor)
				.anyMatch((WAITING + "The disk is full")::equals);
			return waits && SimulationDurableStateTests.isOne(world.pass(40_000), 1);
		});
	}

	@Test
	void oneFullDiskStopsNobody() {
		always((seed) -> {
			Simulation world = begin(seed, 5, 3);
			world.nodes().get(0).fillDisk(1_000_000);
			return SimulationDurableStateTests.isOne(world.pass(30_000), 1);
		});
	}

	@Test
	void memberWhoseDiskWasFullForAWhileRemembersItsCluster() {
		always((seed) -> {
			SimulationPlan plan = SimulationDurableStateTests.plan(seed, 5, 2);
			Simulation world = new Simulation(plan, VotingJoinDecider::new).begin();
			world.pass(1).nodes().forEach((node) -> node.fillDisk(6000));
			while (world.outcome().foundings() == 0) {
				world.pass(10);
			}
			world.nodes().forEach((node) -> node.fillDisk(5000));
			world.pass(30_000);
			for (int node : new int[] { 0, 1 }) {
				SimulationDurableStateTests.separate(world, node, 2, 3, 4);
				world.nodes().get(node).kill(1000);
			}
			world.pass(60_000);
			return SimulationDurableStateTests.cluster(world, 0) == null
					&& SimulationDurableStateTests.cluster(world, 1) == null && world.outcome().split() == null;
		});
	}

	/**
	 * The same nodes found beside the others if they take themselves for new.
	 */
	@Test
	void minorityWithDamagedDisksThatIsStartedAgainInIsolationDoesNotFound() {
		always((seed) -> {
			SimulationPlan plan = SimulationDurableStateTests.plan(seed, 5, 2);
			plan.diskDamage = 1;
			Simulation world = SimulationDurableStateTests.restartedInIsolation(plan, 0, 1);
			boolean waits = List.of(0, 1)
				.stream()
				.allMatch((node) -> (WAITING + "The file is damaged").equals(waitingFor(world.nodes().get(node))));
			SimulationDurableStateTests.reconnect(world);
			return waits && SimulationDurableStateTests.isOne(world.pass(30_000), 1);
		});
	}

	@Test
	void nodesWithDamagedDisksWaitUntilTheFilesAreRemoved() {
		always((seed) -> {
			SimulationPlan plan = SimulationDurableStateTests.plan(seed, 3, 2);
			Simulation world = SimulationDurableStateTests.formed(plan);
			plan.diskDamage = 1;
			world.nodes().forEach((node) -> node.kill(-1));
			SimulationDurableStateTests.startAgain(world, 0, 1, 2);
			world.pass(60_000);
			boolean waits = world.nodes()
				.stream()
				.allMatch((node) -> (WAITING + "The file is damaged").equals(waitingFor(node)));
			plan.diskDamage = 0;
			for (SimulationNode node : world.nodes()) {
				node.kill(-1);
				node.clearDisk();
			}
			SimulationDurableStateTests.startAgain(world, 0, 1, 2);
			return waits && SimulationDurableStateTests.isOne(world.pass(30_000), 2);
		});
	}

	/**
	 * Whatever happens, a node that is left outside has a damaged disk, waits for one, or
	 * waits for members that are gone.
	 */
	@Test
	void damagedDisksLeadToNoSecondCluster() {
		List<SimulationPlan> plans = LongStream.rangeClosed(1, 100)
			.mapToObj((seed) -> SimulationPlan.of(Family.REMEMBERING, seed))
			.toList();
		plans.forEach((plan) -> plan.diskDamage = 0.2);
		assertThat(plans.parallelStream()).allSatisfy((plan) -> {
			Simulation world = new Simulation(plan, VotingJoinDecider::new);
			SimulationOutcome outcome = world.run();
			assertThat(outcome.split()).as("seed %d: %s", plan.seed, outcome.detail()).isNull();
			if (outcome.isStuck()) {
				assertThat(world.nodes()).map(SimulationDiskTests::waitingFor)
					.as("seed %d", plan.seed)
					.anyMatch((waitingFor) -> waitingFor != null && waitingFor.startsWith(WAITING));
			}
		});
	}

	private static Simulation begin(long seed, int size, int required) {
		return new Simulation(SimulationDurableStateTests.plan(seed, size, required), VotingJoinDecider::new).begin()
			.pass(1);
	}

	private static @Nullable String waitingFor(SimulationNode node) {
		SimulationProcess process = node.process();
		return (process != null) ? process.report().waitingFor() : null;
	}

	private static void always(LongPredicate world) {
		assertThat(LongStream.rangeClosed(1, WORLDS).filter(world).count()).isEqualTo(WORLDS);
	}

}

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

package io.muster.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * A cluster in a {@link Simulation}: the processes that are, or were, its members.
 */
final class SimulationCluster {

	/**
	 * How long the others take to notice that a member is dead.
	 */
	private static final long FAILURE_DETECTION = 5000;

	private final Simulation world;

	private final SimulationProcess founder;

	private final @Nullable Vote vote;

	private final List<SimulationProcess> members = new ArrayList<>();

	SimulationCluster(Simulation world, SimulationProcess founder, @Nullable Vote vote) {
		this.world = world;
		this.founder = founder;
		this.vote = vote;
		this.members.add(founder);
	}

	void add(SimulationProcess process) {
		this.members.add(process);
	}

	SimulationProcess founder() {
		return this.founder;
	}

	/**
	 * Return the vote on which it was founded.
	 */
	@Nullable Vote vote() {
		return this.vote;
	}

	/**
	 * Return how many of its members run.
	 */
	long alive() {
		return this.members.stream().filter(SimulationProcess::isRunning).count();
	}

	/**
	 * Return the seed nodes that a member names: itself first.
	 */
	List<SeedNode> seenBy(SimulationProcess member) {
		List<SeedNode> seedNodes = new ArrayList<>();
		seedNodes.add(seedNode(member));
		this.members.stream()
			.filter((other) -> other != member
					&& (other.isRunning() || this.world.now() - other.node().diedAt() < FAILURE_DETECTION))
			.limit(SeedNodes.MAX_SEED_NODES - 1)
			.forEach((other) -> seedNodes.add(seedNode(other)));
		return seedNodes;
	}

	private static SeedNode seedNode(SimulationProcess process) {
		return new SeedNode(process.self().address().toString(), process.self().uid(), Set.of("dc-default"), "Up");
	}

}

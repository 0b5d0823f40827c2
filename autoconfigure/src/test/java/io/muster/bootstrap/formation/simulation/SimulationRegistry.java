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

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * What discovery lists for each node in a {@link Simulation}.
 */
final class SimulationRegistry {

	private final Simulation world;

	private final Set<ContactPoint> registered = new LinkedHashSet<>();

	private final Set<ContactPoint> refusing = new HashSet<>();

	private final Set<ContactPoint> silent = new HashSet<>();

	SimulationRegistry(Simulation world) {
		this.world = world;
		for (int i = 0; i < world.plan().refusingGhosts; i++) {
			this.refusing.add(ContactPoint.of("a-ghost" + i, 8080));
		}
		for (int i = 0; i < world.plan().silentGhosts; i++) {
			this.silent.add(ContactPoint.of("z-ghost" + i, 8080));
		}
		this.registered.addAll(this.refusing);
		this.registered.addAll(this.silent);
		world.liars().forEach((liar) -> this.registered.add(liar.contactPoint()));
		if (world.plan().preregistered) {
			world.nodes().forEach((node) -> this.registered.add(node.contactPoint()));
		}
	}

	void register(SimulationNode node) {
		if (node.process() == null) {
			return;
		}
		boolean changed = this.registered.add(node.contactPoint());
		if (this.world.plan().aliases) {
			this.registered.add(node.alias());
		}
		if (changed) {
			this.world.registryChanged();
		}
	}

	void unregisterLater(SimulationNode node) {
		this.world.in(this.world.random().nextLong(5000), () -> {
			if (node.process() == null) {
				unregister(node);
			}
		});
	}

	private void unregister(SimulationNode node) {
		this.registered.remove(node.contactPoint());
		this.registered.remove(node.alias());
	}

	/**
	 * Show everybody to everybody, and nobody who stays silent and so may block founding
	 * for ever.
	 */
	void calm() {
		this.registered.removeAll(this.silent);
		for (SimulationNode node : this.world.nodes()) {
			if (node.process() == null) {
				unregister(node);
			}
			else {
				register(node);
			}
		}
	}

	Set<ContactPoint> seenBy(SimulationProcess process) {
		Set<ContactPoint> seen = new LinkedHashSet<>();
		for (ContactPoint contactPoint : this.registered) {
			if (!isHidden(process, this.world.network().node(contactPoint))) {
				seen.add(contactPoint);
			}
		}
		return seen;
	}

	private boolean isHidden(SimulationProcess process, @Nullable SimulationNode node) {
		SimulationPlan plan = this.world.plan();
		boolean calm = this.world.isCalm();
		if (node == null) {
			return !calm && this.world.happens(plan.omission);
		}
		int from = process.node().index();
		if (calm || process.mustHear(node)) {
			return false;
		}
		boolean hidden = from < plan.hidden.length && node.index() < plan.hidden.length
				&& plan.hidden[from][node.index()];
		return hidden || this.world.happens(plan.omission);
	}

	/**
	 * Return whether connections are refused where no node has ever been.
	 */
	boolean isRefusing(ContactPoint contactPoint) {
		return this.refusing.contains(contactPoint);
	}

}

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

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.BootstrapCommand.Probe;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;

/**
 * A probe on its way through a {@link Simulation}.
 */
final class SimulationProbe {

	private static final long TIMEOUT = 1000;

	private static final Failed TIMED_OUT = new Failed(Kind.SILENT, "did not answer within %d ms".formatted(TIMEOUT));

	private final Simulation world;

	private final SimulationProcess from;

	private final ContactPoint contactPoint;

	private final @Nullable Announcement announcement;

	private final long sentAt;

	private final long startedAt;

	private final @Nullable SimulationNode to;

	private final boolean mustPass;

	private boolean ended;

	SimulationProbe(Simulation world, SimulationProcess from, Probe probe) {
		this.world = world;
		this.from = from;
		this.contactPoint = probe.contactPoint();
		this.announcement = probe.announcing() ? from.announcement() : null;
		this.sentAt = from.clock();
		this.startedAt = world.now();
		this.to = world.network().node(probe.contactPoint());
		this.mustPass = this.to != null && from.mustHear(this.to);
	}

	void send() {
		this.world.in(TIMEOUT, () -> this.from.probed(this, TIMED_OUT));
		SimulationLiar liar = liar();
		if (liar != null) {
			this.world.in(delay() + delay(), () -> lie(liar));
		}
		else if (this.to == null) {
			if (this.world.registry().isRefusing(this.contactPoint)) {
				this.world.in(delay(), this::refuse);
			}
		}
		else if (this.mustPass || this.world.network().passes(this.from.node(), this.to)) {
			this.world.in(delay(), () -> arrive(this.to));
		}
	}

	private @Nullable SimulationLiar liar() {
		for (SimulationLiar liar : this.world.liars()) {
			if (liar.contactPoint().equals(this.contactPoint)) {
				return liar;
			}
		}
		return null;
	}

	private void lie(SimulationLiar liar) {
		this.from.probed(this, new Answered(liar.answer(this.from)));
	}

	private void arrive(SimulationNode to) {
		SimulationProcess process = to.process();
		if (process == null) {
			if (!to.isHostGone() && passesBack(to)) {
				this.world.in(delay(), this::refuse);
			}
		}
		else if (process.isPaused()) {
			this.world.at(Math.min(process.pausedUntil(), Math.max(this.world.now() + 1, this.world.plan().calmAt)),
					() -> arrive(to));
		}
		else if (!process.isBootstrapping()) {
			if (passesBack(to)) {
				this.world.in(delay(), () -> this.from.probed(this, new Failed(Kind.STARTING, "is starting")));
			}
		}
		else {
			to.handle(() -> answer(to, process));
		}
	}

	private void answer(SimulationNode to, SimulationProcess process) {
		SeedNodes seedNodes = process.answer();
		this.world.liars().forEach((liar) -> liar.hear(seedNodes));
		ProbeResult result = new Answered(seedNodes);
		if (this.announcement != null) {
			process.announced(this.announcement);
		}
		if (passesBack(to)) {
			this.world.in(delay(), () -> this.from.node().handle(() -> this.from.probed(this, result)));
		}
		if (!this.world.isCalm() && this.world.happens(this.world.plan().duplicates)) {
			long delay = delay();
			process.announced(this.from.announcement());
			if (this.world.now() + delay - this.startedAt < TIMEOUT) {
				this.world.in(delay, () -> this.from.deliver(this, result));
			}
		}
	}

	private boolean passesBack(SimulationNode to) {
		return this.mustPass || this.world.network().passes(to, this.from.node());
	}

	private void refuse() {
		this.from.probed(this, new Failed(Kind.REFUSED, "refused the connection"));
	}

	private long delay() {
		return this.mustPass ? Math.min(100, this.world.delay()) : this.world.delay();
	}

	/**
	 * End it.
	 * @return {@code false} if it has ended already
	 */
	boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

	ContactPoint contactPoint() {
		return this.contactPoint;
	}

	long sentAt() {
		return this.sentAt;
	}

}

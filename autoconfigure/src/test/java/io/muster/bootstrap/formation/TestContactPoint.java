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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;

/**
 * What listens at a simulated contact point.
 */
public final class TestContactPoint {

	private final FormationWorld world;

	private final List<Long> probes = new ArrayList<>();

	private Supplier<ProbeResult> result = () -> new Failed(Kind.REFUSED, "refused the connection");

	private long delay;

	private boolean hanging;

	private int underWay;

	private int mostUnderWay;

	public TestContactPoint(FormationWorld world) {
		this.world = world;
	}

	public TestContactPoint answers(SeedNodes seedNodes) {
		return answers(() -> new Answered(seedNodes));
	}

	public TestContactPoint answers(Supplier<ProbeResult> result) {
		this.result = result;
		return this;
	}

	public TestContactPoint fails(Kind kind, String reason) {
		return answers(() -> new Failed(kind, reason));
	}

	/**
	 * Take that long to answer.
	 */
	public TestContactPoint taking(Duration delay) {
		this.delay = delay.toMillis();
		return this;
	}

	/**
	 * Let probes end never, which only a broken prober does.
	 */
	public TestContactPoint hangs() {
		this.hanging = true;
		return this;
	}

	/**
	 * Return when it was probed.
	 */
	public List<Long> probes() {
		return this.probes;
	}

	public int mostProbesUnderWay() {
		return this.mostUnderWay;
	}

	public void probe(Consumer<ProbeResult> whenDone) {
		this.probes.add(this.world.now());
		this.underWay++;
		this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
		if (this.hanging) {
			return;
		}
		this.world.in(this.delay / 2, () -> {
			ProbeResult result = this.result.get();
			this.world.in(this.delay - this.delay / 2, () -> {
				this.underWay--;
				whenDone.accept(result);
			});
		});
	}

}

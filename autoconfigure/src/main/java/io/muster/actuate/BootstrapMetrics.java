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

package io.muster.actuate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.BootstrapListener;
import io.muster.bootstrap.formation.BootstrapPhase;
import io.muster.bootstrap.formation.BootstrapReport;

/**
 * {@link MeterBinder} for bootstrap: how long it took, and its lookups and probes by
 * outcome.
 */
public final class BootstrapMetrics implements MeterBinder {

	private final BootstrapCoordinator coordinator;

	public BootstrapMetrics(BootstrapCoordinator coordinator) {
		this.coordinator = coordinator;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		TimeGauge
			.builder("muster.bootstrap.duration", this.coordinator, TimeUnit.MILLISECONDS, BootstrapMetrics::duration)
			.description("Time from the start of bootstrap until this node was a member")
			.register(registry);
		Gauge.builder("muster.cluster.split", this.coordinator, (coordinator) -> (coordinator.split() != null) ? 1 : 0)
			.tag("cluster", this.coordinator.report().cluster())
			.description("Whether this node sees a second cluster: 1 if so, else 0")
			.register(registry);
		this.coordinator.addListener(new BootstrapListener() {

			@Override
			public void lookedUp(boolean succeeded) {
				registry.counter("muster.bootstrap.lookups", "outcome", succeeded ? "success" : "failure").increment();
			}

			@Override
			public void probed(String outcome) {
				registry.counter("muster.bootstrap.probes", "outcome", outcome).increment();
			}

		});
	}

	private static double duration(BootstrapCoordinator coordinator) {
		BootstrapReport report = coordinator.report();
		Duration elapsed = report.elapsed();
		return (report.phase() == BootstrapPhase.MEMBER && elapsed != null) ? elapsed.toMillis() : Double.NaN;
	}

}

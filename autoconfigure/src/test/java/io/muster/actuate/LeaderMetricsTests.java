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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.muster.leader.FakeLeaderships;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderMetrics}.
 */
final class LeaderMetricsTests {

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		new LeaderMetrics(this.leaderships, "orders").bindTo(this.registry);
	}

	@Test
	void aRoleThatThisServerHasNeverLedHasNoMeter() {
		this.leaderships.of("billing");
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void theGaugeSaysWhetherThisServerLeadsTheRole() {
		this.leaderships.grant("billing");
		assertThat(held("billing")).isEqualTo(1);
		this.leaderships.revoke("billing");
		assertThat(held("billing")).isZero();
	}

	@Test
	void eachGrantCounts() {
		this.leaderships.grant("billing");
		this.leaderships.revoke("billing");
		this.leaderships.grant("billing");
		assertThat(this.registry.get("muster.leader.grants").tag("role", "billing").counter().count()).isEqualTo(2);
	}

	@Test
	void theRoleOfTheApplicationHasAName() {
		this.leaderships.grant("");
		assertThat(held("application")).isEqualTo(1);
	}

	private double held(String role) {
		return this.registry.get("muster.leader.held").tags("role", role, "cluster", "orders").gauge().value();
	}

}

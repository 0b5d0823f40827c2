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

package io.muster.leader.loadbalancer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderService}.
 */
final class LeaderServiceTests {

	@Test
	void theNameOfTheClusterStandsForTheLeaderOfTheApplication() {
		assertThat(LeaderService.of("orders-leader", "orders")).isEqualTo(new LeaderService("orders-leader", ""));
	}

	@Test
	void aRolePrecedesItAsItIsWritten() {
		assertThat(LeaderService.of("Billing.eu.orders-leader", "orders"))
			.isEqualTo(new LeaderService("Billing.eu.orders-leader", "Billing.eu"));
	}

	@Test
	void upperAndLowerCaseOfTheClusterAreTheSame() {
		assertThat(LeaderService.of("orders-leader", "Orders")).isEqualTo(new LeaderService("orders-leader", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders", "orders-leader-board", "my-orders-leader", ".orders-leader", "billing-leader",
			"orders-leader.billing", "" })
	void otherServicesAreLeftAlone(String id) {
		assertThat(LeaderService.of(id, "orders")).isNull();
	}

}

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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.formation.Split;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;

/**
 * {@link HealthIndicator} for the cluster: up while this node is a working member, out of
 * service while it bootstraps, joins, leaves or has left, down when it was removed or
 * there is a second cluster.
 */
public final class ClusterHealthIndicator extends AbstractHealthIndicator {

	private final ClusterEngine engine;

	private final @Nullable BootstrapCoordinator coordinator;

	/**
	 * Create a health indicator.
	 * @param engine the engine
	 * @param coordinator the coordinator, which watches for a second cluster;
	 * {@code null} if bootstrap is off
	 */
	public ClusterHealthIndicator(ClusterEngine engine, @Nullable BootstrapCoordinator coordinator) {
		super("Cluster health check failed");
		this.engine = engine;
		this.coordinator = coordinator;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ClusterState state = this.engine.state();
		Member self = state.selfMember();
		builder.status(status(state, self))
			.withDetail("name", this.engine.name())
			.withDetail("status", (self != null) ? self.status().text() : state.status())
			.withDetail("members", state.members().size())
			.withDetail("unreachable", state.members().stream().filter((member) -> !member.reachable()).count());
		if (state.self() != null) {
			builder.withDetail("self", state.self().address().toString());
		}
		if (state.leader() != null) {
			builder.withDetail("leader", state.leader().address().toString());
		}
		if (state.leaderObstacle() != null) {
			builder.withDetail("leaderObstacle", state.leaderObstacle());
		}
		if (state.hasLeft()) {
			builder.outOfService()
				.withDetail("reason",
						"left the cluster: stays outside until an operator has it join, or it is started again");
		}
		if (state.status() == EngineStatus.MEMBER && !state.hasServer()) {
			builder.withDetail("reason", "no known servers: none of the cluster's servers can be reached");
		}
		if (this.coordinator != null) {
			addBootstrap(builder, this.coordinator);
		}
	}

	private static void addBootstrap(Health.Builder builder, BootstrapCoordinator coordinator) {
		String waitingFor = coordinator.waitingFor();
		if (waitingFor != null) {
			builder.withDetail("waitingFor", waitingFor);
		}
		String storage = coordinator.storage();
		if (storage != null) {
			builder.withDetail("storage", storage);
		}
		Split split = coordinator.split();
		if (split != null) {
			builder.down().withDetail("split", split.toString());
		}
	}

	private static Status status(ClusterState state, @Nullable Member self) {
		return switch (state.status()) {
			case MEMBER ->
				(self != null && self.status().isWorking() && state.hasServer()) ? Status.UP : Status.OUT_OF_SERVICE;
			case NEW, STARTED, JOINING, LEAVING -> Status.OUT_OF_SERVICE;
			case REMOVED, STOPPED -> Status.DOWN;
		};
	}

}

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

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.Split;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEvent.SplitDetected;
import io.muster.cluster.ClusterEventPublisher;
import io.muster.contactpoint.SeedNodes.ClusterSummary;

/**
 * Publishes that there is a second cluster.
 */
final class SplitPublisher implements BootstrapListener {

	private final ClusterEngine engine;

	private final ClusterEventPublisher events;

	SplitPublisher(ClusterEngine engine, ClusterEventPublisher events) {
		this.engine = engine;
		this.events = events;
	}

	@Override
	public void splitChanged(@Nullable Split split) {
		if (split != null) {
			ClusterSummary other = split.other();
			this.events.publish(new SplitDetected(this.engine.state().members(), split.node().address(),
					(other != null) ? other.members() : 0));
		}
	}

}

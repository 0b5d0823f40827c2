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

package io.muster.observation;

import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;

/**
 * Makes an {@link Observation} of each time that this node becomes a member. It begins
 * when the engine has started, also when it starts again after this node was removed. It
 * has no scope, because several threads work on it.
 */
public final class ObservedJoin implements Consumer<ClusterState> {

	private static final JoinObservationConvention DEFAULT = new DefaultJoinObservationConvention();

	private final ObservationRegistry registry;

	private final String cluster;

	private final @Nullable JoinObservationConvention convention;

	private @Nullable Running running;

	/**
	 * Create an observer, and have it listen to an engine.
	 * @param registry the registry
	 * @param engine the engine, not started yet
	 * @param convention the convention, {@code null} for the default one
	 */
	public ObservedJoin(ObservationRegistry registry, ClusterEngine engine,
			@Nullable JoinObservationConvention convention) {
		this.registry = registry;
		this.cluster = engine.name();
		this.convention = convention;
		engine.addListener(this);
	}

	/**
	 * Called for one state after the other, by the thread of the engine.
	 */
	@Override
	public void accept(ClusterState state) {
		Running running = this.running;
		boolean entering = state.status() == EngineStatus.STARTED || state.status() == EngineStatus.JOINING;
		if (running == null && entering) {
			this.running = start();
		}
		else if (running != null && !entering) {
			this.running = null;
			stop(running, state);
		}
	}

	private Running start() {
		JoinObservationContext context = new JoinObservationContext(this.cluster);
		Observation observation = MusterObservationDocumentation.BOOTSTRAP_JOIN.observation(this.convention, DEFAULT,
				() -> context, this.registry);
		return new Running(observation.start(), context);
	}

	private static void stop(Running running, ClusterState state) {
		Member self = state.selfMember();
		if (state.status() == EngineStatus.MEMBER && self != null) {
			running.context().setMember(self, state.members().get(0).node().equals(self.node()));
		}
		running.observation().stop();
	}

	/**
	 * What was begun.
	 */
	private record Running(Observation observation, JoinObservationContext context) {
	}

}

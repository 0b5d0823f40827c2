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

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.MemberStatus;

/**
 * {@link MeterBinder} for the cluster as this node sees it.
 */
public final class ClusterMetrics implements MeterBinder {

	private final ClusterEngine engine;

	public ClusterMetrics(ClusterEngine engine) {
		this.engine = engine;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (MemberStatus status : MemberStatus.values()) {
			if (status != MemberStatus.REMOVED) {
				gauge(registry, "muster.cluster.members", "Members of the cluster by status",
						Tags.of("status", status.text()),
						(state) -> state.members().stream().filter((member) -> member.status() == status).count());
			}
		}
		for (DepartedMember.Kind kind : DepartedMember.Kind.values()) {
			gauge(registry, "muster.cluster.departed", "Former members that are listed, by how they departed",
					Tags.of("kind", kind.name().toLowerCase(Locale.ROOT)),
					(state) -> ClusterDescriptor.gone(state)
						.stream()
						.filter((departed) -> departed.kind() == kind)
						.count());
		}
		gauge(registry, "muster.cluster.unreachable", "Members that cannot be reached", Tags.empty(),
				(state) -> state.members().stream().filter((member) -> !member.reachable()).count());
		gauge(registry, "muster.cluster.leader", "Whether this node leads the cluster: 1 if so, else 0", Tags.empty(),
				(state) -> state.leadership().acting() ? 1 : 0);
	}

	private void gauge(MeterRegistry registry, String name, String description, Tags tags,
			ToDoubleFunction<ClusterState> value) {
		Gauge.builder(name, this.engine, (engine) -> value.applyAsDouble(engine.state()))
			.description(description)
			.tags(tags.and("cluster", this.engine.name()))
			.register(registry);
	}

}

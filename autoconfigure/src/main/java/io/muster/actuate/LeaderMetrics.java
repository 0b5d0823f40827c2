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

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.muster.leader.EngineLeaderships;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

/**
 * {@link MeterBinder} for leaderships: for each role that this server has led, whether it
 * does, and how often it began. The role of the application has the tag
 * {@value #APPLICATION}, because not every monitoring system has empty tags. If servers
 * elect leaders by consensus, also for their Raft group.
 */
public final class LeaderMetrics implements MeterBinder {

	static final String APPLICATION = "application";

	private final Leaderships leaderships;

	private final String cluster;

	/**
	 * Create a binder.
	 * @param leaderships the leaderships
	 * @param cluster the name of the cluster
	 */
	public LeaderMetrics(Leaderships leaderships, String cluster) {
		this.leaderships = leaderships;
		this.cluster = cluster;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.leaderships instanceof EngineLeaderships elected) {
			bind(elected, registry);
		}
		this.leaderships.addListener(new Leaderships.Listener() {

			@Override
			public void granted(Leadership leadership) {
				Tags tags = Tags.of("cluster", LeaderMetrics.this.cluster, "role", tag(leadership));
				Gauge.builder("muster.leader.held", leadership, (held) -> held.isLeader() ? 1 : 0)
					.description("Whether this node leads the role: 1 if so, else 0")
					.tags(tags)
					.register(registry);
				registry.counter("muster.leader.grants", tags).increment();
			}

			@Override
			public void revoked(Leadership leadership) {
				// The gauge asks.
			}

		});
	}

	private void bind(EngineLeaderships elected, MeterRegistry registry) {
		Tags tags = Tags.of("cluster", this.cluster);
		Gauge.builder("muster.raft.term", elected, (raft) -> raft.report().term())
			.description("The Raft term, 0 on a server that is no voter")
			.tags(tags)
			.register(registry);
		Gauge
			.builder("muster.raft.commit.lag", elected,
					(raft) -> raft.report().lastLogIndex() - raft.report().commitIndex())
			.description("How many entries of the log of this server are not committed")
			.tags(tags)
			.register(registry);
		FunctionCounter.builder("muster.raft.leader.changes", elected, EngineLeaderships::raftLeaderChanges)
			.description("How often this server learned of another Raft leader")
			.tags(tags)
			.register(registry);
	}

	private static String tag(Leadership leadership) {
		return leadership.role().isEmpty() ? APPLICATION : leadership.role();
	}

}

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

package io.muster.autoconfigure;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.muster.cluster.ClusterEngine;
import io.muster.leader.LeaderRunObserver;
import io.muster.observation.JoinObservationConvention;
import io.muster.observation.LeaderRunObservationConvention;
import io.muster.observation.ObservedJoin;
import io.muster.observation.ObservedLeaderRuns;

/**
 * {@link AutoConfiguration Auto-configuration} for observations of what runs as the
 * leader, and of how this node becomes a member.
 */
@AutoConfiguration(after = { AloneAutoConfiguration.class, ClusterAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ClusterEngine.class, ObservationRegistry.class })
public final class ClusterObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(LeaderRunObserver.class)
	ObservedLeaderRuns observedLeaderRuns(ObservationRegistry registry, ClusterEngine engine,
			ObjectProvider<LeaderRunObservationConvention> convention) {
		return new ObservedLeaderRuns(registry, engine.name(), convention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedJoin observedJoin(ObservationRegistry registry, ClusterEngine engine,
			ObjectProvider<JoinObservationConvention> convention) {
		return new ObservedJoin(registry, engine, convention.getIfAvailable());
	}

}

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

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.muster.actuate.BootstrapMetrics;
import io.muster.actuate.ClusterMetrics;
import io.muster.actuate.LeaderMetrics;
import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.cluster.ClusterEngine;
import io.muster.leader.Leaderships;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link ClusterMetrics},
 * {@link LeaderMetrics} and {@link BootstrapMetrics}.
 */
@AutoConfiguration(
		after = { AloneAutoConfiguration.class, ClusterAutoConfiguration.class, BootstrapAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ ClusterEngine.class, MeterRegistry.class })
public final class ClusterMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterMetrics clusterMetrics(ClusterEngine engine) {
		return new ClusterMetrics(engine);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(Leaderships.class)
	LeaderMetrics leaderMetrics(Leaderships leaderships, ClusterEngine engine) {
		return new LeaderMetrics(leaderships, engine.name());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(BootstrapCoordinator.class)
	BootstrapMetrics bootstrapMetrics(BootstrapCoordinator coordinator) {
		return new BootstrapMetrics(coordinator);
	}

}

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

import java.time.Clock;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

import io.muster.bootstrap.AloneLifecycle;
import io.muster.cluster.AloneEngine;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEventPublisher;
import io.muster.cluster.EngineCluster;
import io.muster.leader.AloneLeaderships;
import io.muster.leader.AloneLocks;
import io.muster.leader.Leaderships;
import io.muster.leader.Locks;
import io.muster.operations.AloneOperations;
import io.muster.operations.ClusterOperations;

/**
 * {@link AutoConfiguration Auto-configuration} for an application that is no node of a
 * cluster, because {@code muster.enabled} is {@code false}. It is a cluster of one, which
 * it leads: what uses the cluster, its leader or its locks runs as it does in a cluster.
 * Nothing is bound, and nobody is asked.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "muster.enabled", havingValue = false)
@EnableConfigurationProperties(MusterProperties.class)
public final class AloneAutoConfiguration {

	AloneAutoConfiguration(ConfigurableEnvironment environment) {
		UnknownProperties.check(environment);
	}

	@Bean
	@ConditionalOnMissingBean(ClusterEngine.class)
	AloneEngine clusterEngine(MusterProperties properties, Environment environment) {
		return new ClusterSettings(properties, environment).alone(Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	Cluster cluster(ClusterEngine engine) {
		return new EngineCluster(engine, (seedNodes) -> {
		});
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterEventPublisher clusterEventPublisher(ApplicationEventPublisher publisher) {
		return new ClusterEventPublisher(publisher);
	}

	@Bean
	@ConditionalOnBean(AloneEngine.class)
	@ConditionalOnMissingBean
	AloneLifecycle aloneLifecycle(AloneEngine engine, ClusterEventPublisher events) {
		return new AloneLifecycle(engine, events);
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterOperations clusterOperations(ClusterEngine engine) {
		return AloneOperations.of(engine);
	}

	@Bean
	@ConditionalOnMissingBean(Leaderships.class)
	AloneLeaderships leaderships(Cluster cluster) {
		return new AloneLeaderships(cluster::self);
	}

	@Bean
	@ConditionalOnMissingBean(Locks.class)
	AloneLocks locks() {
		return new AloneLocks();
	}

}

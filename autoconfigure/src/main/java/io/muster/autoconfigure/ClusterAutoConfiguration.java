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

import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

import io.muster.bootstrap.ApplicationExit;
import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.bootstrap.ClusterLifecycle.Start;
import io.muster.bootstrap.NodeControl;
import io.muster.bootstrap.SpringApplicationExit;
import io.muster.bootstrap.storage.DataDirectory;
import io.muster.bootstrap.storage.DurableStateStore;
import io.muster.cluster.AloneEngine;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEventPublisher;
import io.muster.cluster.EngineCluster;
import io.muster.consensus.ConsensusSettings;
import io.muster.consensus.RaftStorage;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.Leaderships;
import io.muster.leader.LeadershipsLifecycle;
import io.muster.leader.Locks;
import io.muster.leader.RaftFile;
import io.muster.operations.ClusterOperations;
import io.muster.operations.OperatorJoin;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link Cluster} and its
 * {@link ClusterEngine}. An application is one node. So a child context uses the cluster
 * of its parent, if that has one.
 */
@AutoConfiguration(after = UtilAutoConfiguration.class)
@ConditionalOnClass({ InetUtils.class, ActorSystem.class })
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(ClusterLifecycle.class)
@EnableConfigurationProperties(MusterProperties.class)
@Import({ PekkoEngineConfiguration.ApplicationActorSystem.class, PekkoEngineConfiguration.MusterActorSystem.class })
public final class ClusterAutoConfiguration {

	ClusterAutoConfiguration(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beanFactory) {
		UnknownProperties.check(environment);
		refuseParentThatIsAlone(beanFactory.getParentBeanFactory());
	}

	/**
	 * Refuse to use the cluster of one of a parent as if it were a cluster of many.
	 */
	private static void refuseParentThatIsAlone(@Nullable BeanFactory parent) {
		if (parent != null && parent.getBeanProvider(AloneEngine.class).stream().findAny().isPresent()) {
			throw new FailureAnalyzedException(
					"muster.enabled is true in this context and false in its parent, which therefore is a cluster of "
							+ "one. An application is one node, so this context cannot be another.",
					"Give both the same value of muster.enabled, or keep Muster out of the parent: list "
							+ AloneAutoConfiguration.class.getName() + " in its spring.autoconfigure.exclude.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	Cluster cluster(ClusterEngine engine, ObjectProvider<BootstrapCoordinator> coordinator) {
		return new EngineCluster(engine,
				(seedNodes) -> coordinator.ifAvailable((bean) -> bean.joinedExplicitly(seedNodes)));
	}

	@Bean
	ClusterEventPublisher clusterEventPublisher(ApplicationEventPublisher publisher) {
		return new ClusterEventPublisher(publisher);
	}

	@Bean
	@ConditionalOnMissingBean
	ApplicationExit applicationExit(ConfigurableApplicationContext context) {
		return new SpringApplicationExit(context);
	}

	@Bean
	ClusterLifecycle clusterLifecycle(MusterProperties properties, Environment environment, ClusterEngine engine,
			ObjectProvider<BootstrapCoordinator> coordinator, ClusterEventPublisher events, ApplicationExit exit) {
		ClusterSettings settings = new ClusterSettings(properties, environment);
		return new ClusterLifecycle(engine, coordinator.getIfAvailable(), start(properties), settings.seedNodes(),
				events, settings.leaveTimeout(), properties.cluster().onRemoved(), exit);
	}

	/**
	 * The data directory is created first, because its lock keeps other processes out.
	 */
	@Bean
	@ConditionalOnMissingBean(Leaderships.class)
	EngineLeaderships leaderships(ClusterEngine engine, ObjectProvider<DurableStateStore> store) {
		RaftStorage storage = (store.getIfAvailable() instanceof DataDirectory data)
				? new RaftFile(data.directory().resolve("raft"), engine.name()) : RaftStorage.NONE;
		return new EngineLeaderships(engine, ConsensusSettings.DEFAULT, storage);
	}

	@Bean
	@ConditionalOnBean(EngineLeaderships.class)
	@ConditionalOnMissingBean
	Locks locks(EngineLeaderships leaderships) {
		return leaderships.locks();
	}

	/**
	 * Hand over after beans that lead have stopped, and before this node leaves.
	 */
	@Bean
	@ConditionalOnBean(EngineLeaderships.class)
	LeadershipsLifecycle leadershipsLifecycle(EngineLeaderships leaderships) {
		return new LeadershipsLifecycle(leaderships, ClusterLifecycle.PHASE + 1);
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterOperations clusterOperations(ClusterEngine engine, NodeControl node, ObjectProvider<OperatorJoin> join) {
		return new ClusterOperations(engine, node, join::getIfAvailable);
	}

	private static Start start(MusterProperties properties) {
		if (!properties.cluster().seedNodes().isEmpty()) {
			return Start.SEED_NODES;
		}
		return (properties.bootstrap().enabled() && properties.bootstrap().autoStartup()) ? Start.BOOTSTRAP
				: Start.NOTHING;
	}

}

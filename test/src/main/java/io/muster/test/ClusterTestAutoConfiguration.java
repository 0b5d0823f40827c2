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

package io.muster.test;

import java.time.Duration;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.muster.autoconfigure.BootstrapAutoConfiguration;
import io.muster.autoconfigure.ClusterAutoConfiguration;
import io.muster.bootstrap.storage.DataDirectory;
import io.muster.bootstrap.storage.DurableStateStore;
import io.muster.cluster.ClusterEngine;
import io.muster.consensus.ConsensusSettings;
import io.muster.consensus.RaftStorage;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.web.LocalServer;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.Leaderships;
import io.muster.leader.RaftFile;

/**
 * {@link AutoConfiguration Auto-configuration} for a node of a
 * {@link ClusterTest @ClusterTest}.
 */
@AutoConfiguration(before = { ClusterAutoConfiguration.class, BootstrapAutoConfiguration.class })
@ConditionalOnBean(NodeLink.class)
public final class ClusterTestAutoConfiguration {

	/**
	 * The settings that all nodes of a test have, rather than
	 * {@link ConsensusSettings#DEFAULT}: another node leads 2 s after the leader was
	 * killed.
	 */
	private static final ConsensusSettings CONSENSUS = new ConsensusSettings(ConsensusSettings.DEFAULT.voters(),
			Duration.ofSeconds(2), ConsensusSettings.DEFAULT.logEntries());

	@Bean
	ContactPointSource nodesOfTheTest(NodeLink link, LocalServer server) {
		return new NodesOfTheTest(link, server);
	}

	@Bean
	static BeanPostProcessor linkedProberBeanPostProcessor(ObjectProvider<NodeLink> link) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof ContactPointProber prober) ? link.getObject().prober(prober) : bean;
			}

		};
	}

	@Bean
	@ConditionalOnMissingBean(Leaderships.class)
	EngineLeaderships leaderships(ClusterEngine engine, ObjectProvider<DurableStateStore> store) {
		RaftStorage storage = (store.getIfAvailable() instanceof DataDirectory data)
				? new RaftFile(data.directory().resolve("raft"), engine.name()) : RaftStorage.NONE;
		return new EngineLeaderships(engine, CONSENSUS, storage);
	}

	/**
	 * Source of the contact points of all nodes that run. Each look-up makes known where
	 * this node itself answers.
	 *
	 * @param link the link of this node
	 * @param server its web server
	 */
	private record NodesOfTheTest(NodeLink link, LocalServer server) implements ContactPointSource {

		@Override
		public Set<ContactPoint> lookup() {
			this.link.network().publish(this.link.node(), this.server.contactPoint());
			return this.link.network().contactPoints();
		}

		@Override
		public String description() {
			return "the test";
		}

	}

}

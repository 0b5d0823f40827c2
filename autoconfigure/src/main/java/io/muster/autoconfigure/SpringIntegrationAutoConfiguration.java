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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.leader.event.DefaultLeaderEventPublisher;
import org.springframework.integration.leader.event.LeaderEventPublisher;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.LockRegistry;

import io.muster.leader.Leaderships;
import io.muster.leader.Locks;
import io.muster.leader.integration.LeaderCandidates;
import io.muster.leader.integration.MusterLeaderInitiator;
import io.muster.leader.integration.MusterLockRegistry;

/**
 * {@link AutoConfiguration Auto-configuration} for Spring Integration on the
 * {@link Locks} and {@link Leaderships} of the cluster.
 */
@AutoConfiguration(after = LeaderAutoConfiguration.class,
		afterName = "org.springframework.cloud.kubernetes.fabric8.leader.Fabric8LeaderAutoConfiguration")
@ConditionalOnClass(DistributedLock.class)
public final class SpringIntegrationAutoConfiguration {

	@Bean
	@ConditionalOnBean(Locks.class)
	@ConditionalOnMissingBean(LockRegistry.class)
	MusterLockRegistry lockRegistry(Locks locks) {
		return new MusterLockRegistry(locks);
	}

	/**
	 * Backs off where another initiator elects the leaders.
	 */
	@Bean
	@ConditionalOnBean(Leaderships.class)
	@ConditionalOnMissingBean(value = { MusterLeaderInitiator.class, LockRegistryLeaderInitiator.class },
			type = { "org.springframework.integration.zookeeper.leader.LeaderInitiator",
					"org.springframework.cloud.kubernetes.commons.leader.LeaderInitiator" })
	MusterLeaderInitiator leaderInitiator(Leaderships leaderships, ObjectProvider<LeaderEventPublisher> publisher,
			ApplicationContext context) {
		return new MusterLeaderInitiator(leaderships, new LeaderCandidates(context),
				publisher.getIfAvailable(() -> new DefaultLeaderEventPublisher(context)));
	}

}

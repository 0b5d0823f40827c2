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

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import io.muster.leader.LeaderLifecycle;
import io.muster.leader.LeaderRunObserver;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;
import io.muster.leader.Locks;
import io.muster.leader.OnLeader;
import io.muster.leader.OnLeaderBeanPostProcessor;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link OnLeader @OnLeader} and the
 * {@link Leadership} of the application. It is there also without {@link Leaderships},
 * because the annotation must never be ignored: a method would run on each server.
 */
@AutoConfiguration(after = { ClusterAutoConfiguration.class, AloneAutoConfiguration.class })
public final class LeaderAutoConfiguration {

	@Bean
	static OnLeaderBeanPostProcessor onLeaderBeanPostProcessor(ObjectProvider<Leaderships> leaderships,
			ObjectProvider<Locks> locks, ObjectProvider<LeaderRunObserver> observer) {
		return new OnLeaderBeanPostProcessor(leaderships::getObject, locks::getObject,
				() -> observer.getIfAvailable(() -> LeaderRunObserver.NONE));
	}

	@Bean
	LeaderLifecycle leaderLifecycle(OnLeaderBeanPostProcessor onLeader, ObjectProvider<Leaderships> leaderships,
			ApplicationContext context, ListableBeanFactory beanFactory) {
		boolean here = beanFactory.getBeanNamesForType(Leaderships.class).length > 0;
		return new LeaderLifecycle(onLeader, leaderships.getIfAvailable(), context, here);
	}

	@Bean
	@ConditionalOnBean(Leaderships.class)
	@ConditionalOnMissingBean
	Leadership leadership(Leaderships leaderships) {
		return leaderships.of(Leadership.DEFAULT_ROLE);
	}

}

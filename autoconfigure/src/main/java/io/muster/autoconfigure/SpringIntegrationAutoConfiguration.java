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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.LockRegistry;

import io.muster.leader.Locks;
import io.muster.leader.integration.MusterLockRegistry;

/**
 * {@link AutoConfiguration Auto-configuration} for Spring Integration on the
 * {@link Locks} of the cluster.
 */
@AutoConfiguration(after = LeaderAutoConfiguration.class)
@ConditionalOnClass(DistributedLock.class)
public final class SpringIntegrationAutoConfiguration {

	@Bean
	@ConditionalOnBean(Locks.class)
	@ConditionalOnMissingBean(LockRegistry.class)
	MusterLockRegistry lockRegistry(Locks locks) {
		return new MusterLockRegistry(locks);
	}

}

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
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.context.annotation.Bean;

import io.muster.cluster.ClusterEngine;
import io.muster.leader.Leaderships;
import io.muster.leader.loadbalancer.LeaderService;

/**
 * {@link AutoConfiguration Auto-configuration} for requests to the leader with Spring
 * Cloud LoadBalancer. It adds a configuration that applies only to the name of a
 * {@link LeaderService}.
 */
@AutoConfiguration(after = { ClusterAutoConfiguration.class, AloneAutoConfiguration.class })
@ConditionalOnClass(LoadBalancerClientSpecification.class)
public final class LeaderLoadBalancerAutoConfiguration {

	@Bean
	@ConditionalOnBean({ ClusterEngine.class, Leaderships.class })
	LoadBalancerClientSpecification leaderLoadBalancerClientSpecification() {
		// What begins with "default." is for all names: roles are not known beforehand.
		return new LoadBalancerClientSpecification("default." + LeaderLoadBalancerConfiguration.class.getName(),
				new Class<?>[] { LeaderLoadBalancerConfiguration.class });
	}

}

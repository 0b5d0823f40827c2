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

package io.muster.observation;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

import io.muster.leader.FencingToken;
import io.muster.leader.LeaderRunObserver;
import io.muster.leader.Leadership;

/**
 * {@link LeaderRunObserver} that makes an {@link Observation} of each run.
 */
public final class ObservedLeaderRuns implements LeaderRunObserver {

	private static final LeaderRunObservationConvention DEFAULT = new DefaultLeaderRunObservationConvention();

	private final ObservationRegistry registry;

	private final String cluster;

	private final @Nullable LeaderRunObservationConvention convention;

	/**
	 * Create an observer.
	 * @param registry the registry
	 * @param cluster the name of the cluster
	 * @param convention the convention, {@code null} for the default one
	 */
	public ObservedLeaderRuns(ObservationRegistry registry, String cluster,
			@Nullable LeaderRunObservationConvention convention) {
		this.registry = registry;
		this.cluster = cluster;
		this.convention = convention;
	}

	@Override
	public @Nullable Object observe(Leadership leadership, MethodInvocation invocation) throws Throwable {
		FencingToken token = leadership.token();
		LeaderRunObservationContext context = new LeaderRunObservationContext(this.cluster, leadership.role(),
				targetClass(invocation), invocation.getMethod());
		Observation observation = MusterObservationDocumentation.LEADER_RUN.observation(this.convention, DEFAULT,
				() -> context, this.registry);
		observation.start();
		try (Observation.Scope scope = observation.openScope()) {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			context.setLost(!leadership.isLeader() || !Objects.equals(token, leadership.token()));
			observation.stop();
		}
	}

	private static Class<?> targetClass(MethodInvocation invocation) {
		Object target = invocation.getThis();
		return (target != null) ? AopUtils.getTargetClass(target) : invocation.getMethod().getDeclaringClass();
	}

}

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

import java.lang.reflect.Method;

import io.micrometer.observation.Observation;

import io.muster.leader.Leadership;

/**
 * {@link Observation.Context} of a method that runs as the leader. Used by the thread
 * that runs it.
 */
public class LeaderRunObservationContext extends Observation.Context {

	private final String cluster;

	private final String role;

	private final Class<?> targetClass;

	private final Method method;

	private boolean lost;

	/**
	 * Create a context.
	 * @param cluster the name of the cluster
	 * @param role the role, {@link Leadership#DEFAULT_ROLE} for that of the application
	 * @param targetClass the class that the method runs in
	 * @param method the method
	 */
	public LeaderRunObservationContext(String cluster, String role, Class<?> targetClass, Method method) {
		this.cluster = cluster;
		this.role = role;
		this.targetClass = targetClass;
		this.method = method;
	}

	/**
	 * Return the name of the cluster.
	 * @return the name
	 */
	public String getCluster() {
		return this.cluster;
	}

	/**
	 * Return the role.
	 * @return the role, {@link Leadership#DEFAULT_ROLE} for that of the application
	 */
	public String getRole() {
		return this.role;
	}

	/**
	 * Return the class that the method runs in.
	 * @return the class, without proxies
	 */
	public Class<?> getTargetClass() {
		return this.targetClass;
	}

	/**
	 * Return the method.
	 * @return the method
	 */
	public Method getMethod() {
		return this.method;
	}

	/**
	 * Return whether the term in which the method began had ended before the method did.
	 * @return whether the leadership was lost meanwhile
	 */
	public boolean isLost() {
		return this.lost;
	}

	/**
	 * Set whether the leadership was lost meanwhile.
	 * @param lost whether it was
	 */
	public void setLost(boolean lost) {
		this.lost = lost;
	}

}

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

package io.muster.leader.loadbalancer;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.muster.leader.Leadership;

/**
 * The name of a service whose only instance is the leader of a role:
 * {@code orders-leader} in the cluster {@code orders}, and {@code billing.orders-leader}
 * for the role {@code billing}. A role precedes the name with a dot, so that no service
 * of a registry is likely to have the same name by chance.
 *
 * @param id the name
 * @param role the role
 */
public record LeaderService(String id, String role) {

	private static final String SUFFIX = "-leader";

	/**
	 * Return the service of a name.
	 * @param id the name of any service
	 * @param clusterName the name of the cluster; upper and lower case are the same
	 * @return the service or {@code null} if the name is not that of a leader
	 */
	public static @Nullable LeaderService of(String id, String clusterName) {
		String application = (clusterName + SUFFIX).toLowerCase(Locale.ROOT);
		String name = id.toLowerCase(Locale.ROOT);
		if (name.equals(application)) {
			return new LeaderService(id, Leadership.DEFAULT_ROLE);
		}
		int role = id.length() - application.length() - 1;
		return (role > 0 && name.endsWith("." + application)) ? new LeaderService(id, id.substring(0, role)) : null;
	}

}

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

package io.muster.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

import io.muster.cluster.Cluster;
import io.muster.cluster.Member;

/**
 * {@link InfoContributor} that shows the cluster of this node: its name, the number of
 * members, the names of this node and of the leader, and whether this node leads. What is
 * not known yet is left out.
 */
public final class ClusterInfoContributor implements InfoContributor {

	private final Cluster cluster;

	/**
	 * Create a contributor.
	 * @param cluster the cluster
	 */
	public ClusterInfoContributor(Cluster cluster) {
		this.cluster = cluster;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("name", this.cluster.name());
		details.put("members", this.cluster.members().size());
		Member self = this.cluster.self();
		if (self != null) {
			details.put("self", self.name());
		}
		Member leader = this.cluster.leader();
		if (leader != null) {
			details.put("leader", leader.name());
		}
		details.put("leading", this.cluster.isLeader());
		builder.withDetail("cluster", details);
	}

}

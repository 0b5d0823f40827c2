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

package io.muster.cluster.pekko;

import java.util.Collection;
import java.util.List;

import org.springframework.util.Assert;

import io.muster.cluster.NodeAddress;

/**
 * A join that is asked for before the engine has started.
 */
final class EarlyJoin {

	private List<NodeAddress> seedNodes = List.of();

	private boolean over;

	/**
	 * Keep a join for the start of the engine, in place of a former one.
	 * @param seedNodes members to join through
	 * @param cluster the name of the cluster
	 * @return {@code false} if the engine starts already
	 * @throws IllegalArgumentException if none of the members is of this cluster
	 */
	synchronized boolean keep(Collection<NodeAddress> seedNodes, String cluster) {
		if (!this.over) {
			Assert.isTrue(seedNodes.stream().anyMatch((seedNode) -> seedNode.system().equals(cluster)),
					() -> PekkoClusterEngine.noSeedNodes(seedNodes, cluster));
			this.seedNodes = List.copyOf(seedNodes);
		}
		return !this.over;
	}

	/**
	 * Take the join that was kept last. From now on, none is kept.
	 * @return its seed nodes, empty if there is none
	 */
	synchronized List<NodeAddress> take() {
		List<NodeAddress> taken = this.seedNodes;
		this.seedNodes = List.of();
		this.over = true;
		return taken;
	}

}

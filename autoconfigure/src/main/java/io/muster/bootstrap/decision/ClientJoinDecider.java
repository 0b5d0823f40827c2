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

package io.muster.bootstrap.decision;

import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;

/**
 * {@link JoinDecider} of a client. It joins as soon as an answer names a member, and
 * waits until then. It never holds a vote.
 */
public final class ClientJoinDecider implements JoinDecider {

	/**
	 * The error of Consul's and Nomad's clients that know no server.
	 */
	static final String NO_SERVERS = "no known servers";

	// A client never founds. Servers must not take it for a node of the other rule, which
	// would have them found by lowest address.
	@Override
	public boolean decidesByVotes() {
		return true;
	}

	@Override
	public JoinDecision decide(SeedNodesInformation information) {
		if (!information.seedNodes().isEmpty()) {
			return new JoinSeedNodes(information.seedNodes());
		}
		long servers = information.observations()
			.stream()
			.filter((observation) -> !observation.profile().client())
			.map(SeedNodesObservation::nodeKey)
			.distinct()
			.count();
		if (servers > 0) {
			return new KeepProbing(WaitReason.NO_SERVER_KNOWN,
					"the %d server%s that answered to found a cluster".formatted(servers, (servers == 1) ? "" : "s"),
					false);
		}
		return new KeepProbing(WaitReason.NO_SERVER_KNOWN,
				NO_SERVERS + (information.contactPoints().isEmpty() ? ": discovery knows no contact points"
						: ": no server among " + ContactPointNames.of(information.contactPoints())),
				false);
	}

}

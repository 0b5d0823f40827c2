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

import java.util.Set;

import io.muster.cluster.NodeAddress;

/**
 * What a {@link JoinDecider} decides.
 */
public sealed interface JoinDecision {

	/**
	 * Not yet.
	 *
	 * @param obstacle what this node waits for, for the log and the report
	 * @param soon whether a decision is near, so that this node probes at short intervals
	 */
	record KeepProbing(Wait obstacle, boolean soon) implements JoinDecision {

		/**
		 * Keep probing at the usual pace, for a reason of the application's own decider.
		 * @param waitingFor what this node waits for. The text must change only with the
		 * cause, not with time, because each new text is logged
		 */
		public KeepProbing(String waitingFor) {
			this(waitingFor, false);
		}

		/**
		 * Keep probing, for a reason of the application's own decider.
		 * @param waitingFor what this node waits for
		 * @param soon whether a decision is near
		 */
		public KeepProbing(String waitingFor, boolean soon) {
			this(WaitReason.OWN_DECIDER, waitingFor, soon);
		}

		/**
		 * Keep probing at the usual pace.
		 * @param obstacle what this node waits for
		 */
		public KeepProbing(Wait obstacle) {
			this(obstacle, false);
		}

		/**
		 * Keep probing.
		 * @param reason the reason in the catalogue
		 * @param waitingFor what this node waits for
		 * @param soon whether a decision is near
		 */
		public KeepProbing(WaitReason reason, String waitingFor, boolean soon) {
			this(new Wait(reason, waitingFor), soon);
		}

		/**
		 * Return what this node waits for.
		 * @return the text for the log and the report
		 */
		public String waitingFor() {
			return this.obstacle.cause();
		}

	}

	/**
	 * Join the cluster that exists.
	 *
	 * @param seedNodes members to join through
	 */
	record JoinSeedNodes(Set<NodeAddress> seedNodes) implements JoinDecision {
	}

	/**
	 * Found a cluster.
	 *
	 * @param reason why this node founds, for the log and the report
	 * @param required how many members that may found the cluster must have before it
	 * counts as one; until then it is given up if it does not get them
	 */
	record FoundCluster(String reason, int required) implements JoinDecision {

		/**
		 * Found a cluster that counts at once.
		 * @param reason why this node founds
		 */
		public FoundCluster(String reason) {
			this(reason, 1);
		}

	}

}

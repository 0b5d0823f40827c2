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

package io.muster.bootstrap.formation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Extension;

/**
 * Classifies answers: those that count, those of this node itself, and those that must
 * not lead to a join.
 */
public final class AnswerReader {

	private final Node self;

	public AnswerReader(Node self) {
		this.self = self;
	}

	/**
	 * Read an answer.
	 * @param contactPoint the contact point that answered
	 * @param answer the answer
	 * @param sentAt when the probe was sent
	 * @param receivedAt when the answer came
	 * @return the class of the answer, with the observation if it counts
	 */
	public Reading read(ContactPoint contactPoint, SeedNodes answer, long sentAt, long receivedAt) {
		NodeAddress node = answer.selfNode();
		String cluster = this.self.address().system();
		if (!node.system().equals(cluster)) {
			return Reading
				.failed(Kind.STRANGER, "belongs to cluster '%s', not to '%s': it is no contact point of this cluster. "
					.formatted(node.system(), cluster)
						+ "If it should be, muster.cluster.name must be the same on both; if not, discovery lists a "
						+ "stranger");
		}
		Extension extension = answer.muster();
		if (node.equals(this.self.address())) {
			return (extension != null && extension.selfUid() == this.self.uid()) ? Reading.SELF
					: Reading.failed(Kind.WRONG,
							"claims this node's own engine address %s: it is another process, or what is left "
								.formatted(node)
									+ "of a previous one. Give each node its own muster.cluster.host and port");
		}
		List<NodeAddress> seedNodes = new ArrayList<>();
		List<NodeAddress> foreign = new ArrayList<>();
		for (SeedNodes.SeedNode seedNode : answer.seedNodes()) {
			NodeAddress address = seedNode.node().address();
			if (!address.system().equals(cluster)) {
				foreign.add(address);
			}
			else if (!address.equals(this.self.address())) {
				seedNodes.add(address);
			}
		}
		String note = null;
		if (!foreign.isEmpty()) {
			note = "names members of another cluster, which are left out: " + foreign;
		}
		else if (seedNodes.isEmpty() && !answer.seedNodes().isEmpty()) {
			note = "names only this node's own previous incarnation as a member: waiting until its cluster removes it";
		}
		return new Reading(new SeedNodesObservation(contactPoint, node, List.copyOf(seedNodes),
				seedNodes.isEmpty()
						&& (!answer.seedNodes().isEmpty() || (extension != null && extension.cluster() != null)),
				extension, sentAt, receivedAt), null, note);
	}

	/**
	 * What an answer is.
	 *
	 * @param observation the observation, {@code null} if the answer does not count
	 * @param failure why it does not count, {@code null} if it counts or is this node's
	 * own
	 * @param note what is wrong in an answer that counts, for a message; {@code null} if
	 * nothing is
	 */
	public record Reading(@Nullable SeedNodesObservation observation, @Nullable Failed failure, @Nullable String note) {

		/**
		 * This node answered itself.
		 */
		static final Reading SELF = new Reading(null, null, null);

		static Reading failed(Kind kind, String reason) {
			return new Reading(null, new Failed(kind, reason), null);
		}

	}

}

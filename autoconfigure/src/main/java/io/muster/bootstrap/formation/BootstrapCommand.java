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

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;

/**
 * An action that {@link Formation} requests.
 */
public sealed interface BootstrapCommand {

	/**
	 * Ask a source for contact points.
	 *
	 * @param source the source
	 */
	record LookUp(String source) implements BootstrapCommand {
	}

	/**
	 * Probe a contact point.
	 *
	 * @param contactPoint the contact point
	 * @param announcing whether to send an announcement. It has the receiver probe back
	 * if this node has news. Members always send it, because the receiver may be unable
	 * to probe them
	 */
	record Probe(ContactPoint contactPoint, boolean announcing) implements BootstrapCommand {
	}

	/**
	 * Connect the engine to the node that will probably found, so that joining is faster.
	 *
	 * @param node the node
	 */
	record Connect(NodeAddress node) implements BootstrapCommand {
	}

	/**
	 * Join an existing cluster.
	 *
	 * @param seedNodes members to join through, never empty
	 * @param required how many members that may found the cluster must have had before it
	 * counts as one; 1 if it counts
	 */
	record Join(List<NodeAddress> seedNodes, int required) implements BootstrapCommand {
	}

	/**
	 * Try to connect to the engine of another node.
	 *
	 * @param node the node
	 * @param only the only IP address to connect to, {@code null} for any. A node that is
	 * known only by what it says of itself must not lead this one elsewhere
	 */
	record CheckEngine(NodeAddress node, @Nullable String only) implements BootstrapCommand {
	}

	/**
	 * Join through configured seed nodes, the first of which may found.
	 *
	 * @param seedNodes the seed nodes, in order
	 */
	record JoinConfigured(List<NodeAddress> seedNodes) implements BootstrapCommand {
	}

	/**
	 * Found a cluster.
	 *
	 * @param required how many members that may found the cluster must have before it
	 * counts as one; with 1 it counts at once
	 */
	record Found(int required) implements BootstrapCommand {
	}

	/**
	 * Close the application, because this node cannot join.
	 *
	 * @param reason why
	 */
	record GiveUp(String reason) implements BootstrapCommand {
	}

	/**
	 * Leave the cluster, which may be one that is forming, and join another, with a fresh
	 * engine.
	 *
	 * @param seedNodes members of the other cluster, empty to look for one
	 */
	record Rejoin(List<NodeAddress> seedNodes) implements BootstrapCommand {
	}

	/**
	 * Report that there is a second cluster, or that there no longer is one.
	 *
	 * @param split what was found, {@code null} if there no longer is one
	 */
	record ReportSplit(@Nullable Split split) implements BootstrapCommand {
	}

	/**
	 * Log a message for operators.
	 *
	 * @param level the severity
	 * @param text the message
	 */
	record Say(Level level, String text) implements BootstrapCommand {
	}

	/**
	 * Severity of a message.
	 */
	enum Level {

		/**
		 * Expected.
		 */
		INFO,

		/**
		 * To be looked at.
		 */
		WARN,

		/**
		 * To be repaired.
		 */
		ERROR

	}

}

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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.SeenChanged;
import org.apache.pekko.cluster.InternalClusterAction.GossipTick$;
import org.apache.pekko.cluster.InternalClusterAction.LeaderActionsTick$;
import org.jspecify.annotations.Nullable;

/**
 * Has Pekko gossip, and its leader act, without waiting for their next turn. These are
 * Pekko's own steps, at another time: they are the same whenever they run, so that no
 * rule of its membership protocol depends on this class.
 * <p>
 * Pekko has no public API for this. What is used here is public in its byte code only, so
 * that another version of Pekko may lack it. The cluster is as slow as Pekko's intervals
 * then, and works.
 */
final class PromptGossip {

	private static final Log logger = LogFactory.getLog(PromptGossip.class);

	/**
	 * Pekko gossips with one member a turn. Two let most changes reach all of three
	 * members at once.
	 */
	private static final int TURNS = 2;

	private final ActorRef core;

	private boolean converged = true;

	private PromptGossip(ActorRef core) {
		this.core = core;
	}

	/**
	 * Create one for a cluster, and subscribe to the news of who has seen the latest
	 * gossip.
	 * @param cluster the cluster
	 * @param subscriber receives objects that {@link #takesNews} takes
	 * @return it, or {@code null} if this version of Pekko lacks what it needs
	 */
	static @Nullable PromptGossip create(Cluster cluster, ActorRef subscriber) {
		try {
			PromptGossip gossip = new PromptGossip(cluster.clusterCore());
			// Without effect before this node is a member. What is missing shows now.
			gossip.takeTurn();
			cluster.subscribe(subscriber, ClusterEvent.initialStateAsEvents(), SeenChanged.class);
			return gossip;
		}
		catch (LinkageError ex) {
			logger.info("This version of Pekko takes no gossip out of turn: nodes join and leave at the pace of "
					+ "pekko.cluster.gossip-interval and leader-actions-interval", ex);
			return null;
		}
	}

	/**
	 * Return whether a message tells who has seen the latest gossip, and keep it.
	 * @param message a message to the subscriber
	 * @return whether it does
	 */
	boolean takesNews(Object message) {
		if (message instanceof SeenChanged seen) {
			this.converged = seen.convergence();
			return true;
		}
		return false;
	}

	/**
	 * Return whether all members have seen the latest gossip, so that the leader may act.
	 * @return whether they have
	 */
	boolean isConverged() {
		return this.converged;
	}

	/**
	 * Let Pekko gossip now. If all have seen the latest gossip, let the leader act, too.
	 * Otherwise it must not be asked: Pekko counts the turns in which it could do
	 * nothing.
	 */
	void takeTurn() {
		for (int i = 0; i < TURNS; i++) {
			this.core.tell(GossipTick$.MODULE$, ActorRef.noSender());
		}
		if (this.converged) {
			this.core.tell(LeaderActionsTick$.MODULE$, ActorRef.noSender());
		}
	}

}

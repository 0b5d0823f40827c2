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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterActorRefProvider;
import org.apache.pekko.pattern.Patterns;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.log.LogMessage;

import io.muster.cluster.EngineStatus;
import io.muster.cluster.LeaderClaims;
import io.muster.cluster.Membership;
import io.muster.cluster.NodeAddress;

/**
 * One incarnation of a node: an ActorSystem, which can be a member of a cluster once, and
 * the actor that listens to its cluster events.
 *
 * @param system the ActorSystem
 * @param cluster its Pekko cluster
 * @param membership the members, accessed by the actor only
 * @param leaderClaims who leads
 * @param actor the {@link MembershipActor}
 */
record PekkoNode(ActorSystem system, Cluster cluster, Membership membership, LeaderClaims leaderClaims,
		ActorRef actor) {

	private static final Log logger = LogFactory.getLog(PekkoNode.class);

	// Limits the wait for actors of the application that do not stop.
	private static final Duration TERMINATION = Duration.ofSeconds(5);

	static Cluster clusterOf(ActorSystem system) {
		if (((ExtendedActorSystem) system).provider() instanceof ClusterActorRefProvider) {
			return Cluster.get(system);
		}
		throw new FailureAnalyzedException(
				"The ActorSystem '%s' cannot be a member of a cluster: its 'pekko.actor.provider' is not 'cluster'."
					.formatted(system.name()),
				"Create it with 'pekko.actor.provider=cluster', or remove the bean to let Muster create one.");
	}

	/**
	 * Return the {@link MembershipActor} of a node, which may be this one.
	 */
	ActorSelection actorOf(NodeAddress node) {
		return this.system
			.actorSelection(new RootActorPath(NodeAddresses.address(node), "/").child("system").child("muster"));
	}

	/**
	 * Run a task in order with the events of the cluster.
	 */
	void run(Runnable task) {
		this.actor.tell(task, ActorRef.noSender());
	}

	/**
	 * Leave the cluster if this node is a member, then terminate the ActorSystem.
	 * @param leaveTimeout how long leaving may take
	 */
	void terminate(Duration leaveTimeout) {
		if (!await(CoordinatedShutdown.get(this.system).runAll(new StoppedByApplication()), leaveTimeout)) {
			logger.warn(LogMessage.format(
					"Cluster '%s': leaving took longer than %d ms; stopping without waiting any longer",
					this.system.name(), leaveTimeout.toMillis()));
			end();
		}
	}

	/**
	 * Terminate the ActorSystem at once, whatever it is still doing.
	 */
	private void end() {
		await(terminateNow(), TERMINATION);
	}

	/**
	 * Begin to terminate the ActorSystem, whatever it is still doing.
	 * @return completes when it has terminated, and its port is free
	 */
	CompletableFuture<?> terminateNow() {
		((ExtendedActorSystem) this.system).finalTerminate();
		return this.system.getWhenTerminated().toCompletableFuture();
	}

	/**
	 * Leave the cluster if this node is a member, and keep the ActorSystem.
	 * @param states publishes that this node has left
	 * @param leaveTimeout how long leaving may take
	 */
	void leave(StatePublisher states, Duration leaveTimeout) {
		if (states.state().selfMember() != null || states.state().forming() != null) {
			CompletableFuture<Void> removed = new CompletableFuture<>();
			StatePublisher.Listener listener = states.listener((state) -> {
				if (state.status() == EngineStatus.REMOVED) {
					removed.complete(null);
				}
			});
			run(listener::addWithLatestState);
			this.cluster.leave(this.cluster.selfAddress());
			await(removed, leaveTimeout);
			listener.remove();
		}
		await(Patterns.gracefulStop(this.actor, TERMINATION), TERMINATION);
	}

	private static boolean await(CompletionStage<?> stage, Duration timeout) {
		try {
			stage.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Not completed", ex);
		}
		return false;
	}

	/**
	 * Reason for the shutdown in Pekko's log.
	 */
	private static final class StoppedByApplication implements CoordinatedShutdown.Reason {

		@Override
		public String toString() {
			return "application stops";
		}

	}

}

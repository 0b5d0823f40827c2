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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterActorRefProvider;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Membership;
import io.muster.cluster.NodeAddress;

/**
 * {@link ClusterEngine} on Apache Pekko Cluster.
 * <p>
 * An ActorSystem that was stopped, removed from its cluster or failed to start can not be
 * used again, and neither can its engine.
 */
public final class PekkoClusterEngine implements ClusterEngine {

	private static final Log logger = LogFactory.getLog(PekkoClusterEngine.class);

	private static final Duration TERMINATION = Duration.ofSeconds(5);

	private final String name;

	private final Runnable verification;

	private final Supplier<ActorSystem> actorSystem;

	private final Duration departedRetention;

	private final boolean owned;

	private final boolean joins;

	private final StatePublisher states = new StatePublisher();

	private volatile @Nullable Started started;

	/**
	 * Create an engine on an ActorSystem that it terminates when it stops.
	 * @param factory what the ActorSystem is created with
	 * @param actorSystem gives the ActorSystem when the engine starts, either straight
	 * from the factory or as a bean
	 */
	public PekkoClusterEngine(PekkoActorSystemFactory factory, Supplier<ActorSystem> actorSystem) {
		this.name = factory.settings().name();
		this.verification = factory::verify;
		this.actorSystem = actorSystem;
		this.departedRetention = factory.settings().departedRetention();
		this.owned = true;
		this.joins = !factory.settings().seedNodes().isEmpty();
	}

	/**
	 * Create an engine on an ActorSystem that belongs to somebody else, who terminates
	 * it: the engine only leaves the cluster when it stops.
	 * @param actorSystem the ActorSystem
	 * @param departedRetention how long former members are remembered
	 */
	public PekkoClusterEngine(ActorSystem actorSystem, Duration departedRetention) {
		this.name = actorSystem.name();
		this.verification = () -> clusterOf(actorSystem);
		this.actorSystem = () -> actorSystem;
		this.departedRetention = departedRetention;
		this.owned = false;
		this.joins = false;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void verify() {
		this.verification.run();
	}

	@Override
	public synchronized void start() {
		Assert.state(state().status() == EngineStatus.NEW, "The engine was started already");
		ActorSystem system = null;
		try {
			system = this.actorSystem.get();
			Cluster cluster = clusterOf(system);
			Membership membership = new Membership(NodeAddresses.node(cluster.selfUniqueAddress()),
					this.departedRetention, Clock.systemUTC());
			if (this.joins) {
				membership.joining();
			}
			this.states.init(membership.state());
			ActorRef actor = ((ExtendedActorSystem) system).systemActorOf(
					MembershipActor.props(cluster, membership, this.states::publish, this::actorStopped), "muster");
			this.started = new Started(system, cluster, membership, actor);
		}
		catch (RuntimeException ex) {
			this.states.publishStopped();
			if (system != null && this.owned) {
				system.terminate();
			}
			throw ex;
		}
	}

	private static Cluster clusterOf(ActorSystem system) {
		if (((ExtendedActorSystem) system).provider() instanceof ClusterActorRefProvider) {
			return Cluster.get(system);
		}
		throw new FailureAnalyzedException(
				"The ActorSystem '%s' can not be a member of a cluster: its 'pekko.actor.provider' is not 'cluster'."
					.formatted(system.name()),
				"Create it with 'pekko.actor.provider=cluster', or remove the bean to let Muster create one.");
	}

	@Override
	public ClusterState state() {
		return this.states.state();
	}

	@Override
	public synchronized void addListener(Consumer<ClusterState> listener) {
		Started started = this.started;
		if (started == null) {
			this.states.add(listener);
		}
		else {
			started.run(() -> this.states.addAndTell(listener));
		}
	}

	@Override
	public void found() {
		Started started = started();
		joining(started);
		started.cluster.join(started.cluster.selfAddress());
	}

	@Override
	public void join(Collection<NodeAddress> seedNodes) {
		Started started = started();
		NodeAddress self = NodeAddresses.nodeAddress(started.cluster.selfAddress());
		List<Address> addresses = new ArrayList<>();
		for (NodeAddress seedNode : seedNodes) {
			if (seedNode.system().equals(self.system()) && !seedNode.hostAndPort().equals(self.hostAndPort())) {
				addresses.add(NodeAddresses.address(seedNode));
			}
		}
		Assert.isTrue(!addresses.isEmpty(),
				() -> "%s has no other node of cluster '%s' to join through".formatted(seedNodes, self.system()));
		joining(started);
		started.cluster.joinSeedNodes(addresses);
	}

	private void joining(Started started) {
		started.run(() -> {
			if (state().status() == EngineStatus.STARTED) {
				started.membership.joining();
				this.states.publish(started.membership.state());
			}
		});
	}

	@Override
	public void leave() {
		Started started = started();
		if (state().selfMember() != null) {
			started.cluster.leave(started.cluster.selfAddress());
		}
	}

	@Override
	public void leave(NodeAddress address) {
		started().cluster.leave(NodeAddresses.address(address));
	}

	@Override
	public void down(NodeAddress address) {
		started().cluster.down(NodeAddresses.address(address));
	}

	private Started started() {
		Started started = this.started;
		Assert.state(started != null, "The engine is not started");
		return started;
	}

	@Override
	public synchronized void stop(Duration leaveTimeout) {
		Started started = this.started;
		this.started = null;
		if (started != null && this.owned) {
			terminate(started.system, leaveTimeout);
		}
		else if (started != null) {
			leave(started, leaveTimeout);
		}
		this.states.publishStopped();
	}

	private void terminate(ActorSystem system, Duration leaveTimeout) {
		if (!await(CoordinatedShutdown.get(system).runAll(new StoppedByApplication()), leaveTimeout)) {
			logger.warn(LogMessage.format("Cluster '%s': could not leave within %d ms, stopping without", system.name(),
					leaveTimeout.toMillis()));
			((ExtendedActorSystem) system).finalTerminate();
			await(system.getWhenTerminated(), TERMINATION);
		}
	}

	private void leave(Started started, Duration leaveTimeout) {
		if (state().selfMember() != null) {
			CompletableFuture<Void> removed = new CompletableFuture<>();
			started.run(() -> this.states.addAndTell((state) -> {
				if (state.status() == EngineStatus.REMOVED) {
					removed.complete(null);
				}
			}));
			started.cluster.leave(started.cluster.selfAddress());
			await(removed, leaveTimeout);
		}
		await(Patterns.gracefulStop(started.actor, TERMINATION), TERMINATION);
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
	 * The ActorSystem terminates by itself when this node was removed, which is what
	 * users then want to see; otherwise it ends without a reason that Muster knows.
	 */
	private void actorStopped() {
		if (state().status() != EngineStatus.REMOVED) {
			this.states.publishStopped();
		}
	}

	/**
	 * What there is once the engine has started.
	 */
	private record Started(ActorSystem system, Cluster cluster, Membership membership, ActorRef actor) {

		void run(Runnable task) {
			this.actor.tell(task, ActorRef.noSender());
		}

	}

	/**
	 * Reason that Pekko logs for shutting down.
	 */
	private static final class StoppedByApplication implements CoordinatedShutdown.Reason {

		@Override
		public String toString() {
			return "application stops";
		}

	}

}

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

import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.cluster.Cluster;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.LeaderClaims;
import io.muster.cluster.LeaderElection;
import io.muster.cluster.Membership;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.security.NodeTls;

/**
 * {@link ClusterEngine} on Apache Pekko Cluster.
 * <p>
 * An ActorSystem that was removed from its cluster cannot join one again. To restart, an
 * engine replaces its ActorSystem. It can do so only if it has created the ActorSystem
 * itself and the application does not use it.
 */
public final class PekkoClusterEngine implements ClusterEngine {

	private static final String NOT_RESTARTABLE = "The application uses the ActorSystem, which cannot join a cluster again";

	private final String name;

	private final @Nullable PekkoActorSystemFactory factory;

	private final Duration departedRetention;

	private final StatePublisher states = new StatePublisher();

	private final PekkoSuccession succession;

	private final EarlyJoin earlyJoin = new EarlyJoin();

	private volatile @Nullable ActorSystem actorSystem;

	private volatile boolean shared;

	private volatile @Nullable PekkoNode node;

	private volatile LeaderElection election = LeaderElection.NONE;

	private volatile Consumer<byte[]> receiver = (message) -> {
	};

	/**
	 * Create an engine with an ActorSystem of its own. The engine creates it when it
	 * starts and terminates it when it stops.
	 * @param factory creates the ActorSystem
	 */
	public PekkoClusterEngine(PekkoActorSystemFactory factory) {
		this(factory, new PekkoSuccession());
	}

	PekkoClusterEngine(PekkoActorSystemFactory factory, PekkoSuccession succession) {
		this.succession = succession;
		this.name = factory.settings().name();
		this.factory = factory;
		this.departedRetention = factory.settings().departedRetention();
	}

	/**
	 * Create an engine on the application's ActorSystem. When the engine stops, it leaves
	 * the cluster. It does not terminate the ActorSystem.
	 * @param actorSystem the ActorSystem
	 * @param departedRetention how long former members are kept
	 */
	public PekkoClusterEngine(ActorSystem actorSystem, Duration departedRetention) {
		this.succession = new PekkoSuccession();
		this.name = actorSystem.name();
		this.factory = null;
		this.actorSystem = actorSystem;
		this.shared = true;
		this.departedRetention = departedRetention;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String transport() {
		ActorSystem system = this.actorSystem;
		return (system != null) ? system.settings().config().getString("pekko.remote.artery.transport") : "";
	}

	/**
	 * Return the ActorSystem for use by the application, and create it if necessary,
	 * which may take a second. The engine cannot be restarted afterwards.
	 * @return the ActorSystem
	 */
	public synchronized ActorSystem actorSystem() {
		this.shared = true;
		if (this.actorSystem == null) {
			verify();
		}
		return current();
	}

	private ActorSystem current() {
		ActorSystem system = this.actorSystem;
		if (system == null) {
			system = Objects.requireNonNull(this.factory).create();
			this.actorSystem = system;
		}
		return system;
	}

	@Override
	public void verify() {
		// An ActorSystem that exists already holds the port, and its settings are right.
		ActorSystem system = this.actorSystem;
		if (system != null && state().status() != EngineStatus.STOPPED) {
			PekkoNode.clusterOf(system);
		}
		else if (this.factory != null) {
			this.factory.verify();
		}
	}

	@Override
	public synchronized void start() {
		if (state().status() == EngineStatus.STOPPED) {
			Assert.state(isRestartable(), NOT_RESTARTABLE);
			this.actorSystem = null;
			this.succession.resume();
		}
		else {
			Assert.state(state().status() == EngineStatus.NEW, "The engine was started already");
		}
		startNode();
	}

	@Override
	public boolean isRestartable() {
		return !this.shared;
	}

	@Override
	public synchronized void restart() {
		PekkoNode last = this.node;
		Assert.state(last != null, "The engine is not running");
		Assert.state(isRestartable(), NOT_RESTARTABLE);
		this.node = null;
		this.actorSystem = null;
		try {
			this.actorSystem = this.succession.replace(last, Objects.requireNonNull(this.factory));
		}
		catch (RuntimeException | Error ex) {
			this.states.publishStopped();
			throw ex;
		}
		startNode();
	}

	private void startNode() {
		try {
			ActorSystem system = current();
			Cluster cluster = PekkoNode.clusterOf(system);
			LeaderClaims leaderClaims = new LeaderClaims(PekkoConfig.failureDetection(system.settings().config()),
					System::nanoTime, this.election);
			Membership membership = new Membership(NodeAddresses.node(cluster.selfUniqueAddress()),
					Membership.departedBefore(state()), this.departedRetention, Clock.systemUTC(), leaderClaims);
			List<Address> early = seedNodes(this.earlyJoin.take(), cluster);
			if (!early.isEmpty()) {
				membership.joining(1);
			}
			this.states.init(membership.state());
			ActorRef actor = ((ExtendedActorSystem) system).systemActorOf(MembershipActor.props(cluster, membership,
					(state) -> publish(system, state), this.receiver, () -> actorStopped(system)), "muster");
			this.node = new PekkoNode(system, cluster, membership, leaderClaims, actor);
			if (!early.isEmpty()) {
				cluster.joinSeedNodes(early);
			}
		}
		catch (RuntimeException | Error ex) {
			this.states.publishStopped();
			if (this.factory != null && this.actorSystem != null) {
				this.actorSystem.terminate();
			}
			throw ex;
		}
	}

	@Override
	public ClusterState state() {
		return this.states.state();
	}

	@Override
	public Map<Node, Set<Node>> unreachable() {
		PekkoNode node = this.node;
		return (node != null) ? PekkoReachability.unreachable(node.cluster()) : Map.of();
	}

	@Override
	public boolean isLeader() {
		PekkoNode node = this.node;
		return node != null && node.leaderClaims().isLeader();
	}

	@Override
	public boolean isLeader(String dataCenter) {
		PekkoNode node = this.node;
		return node != null && node.leaderClaims().isLeader(dataCenter);
	}

	@Override
	public void elect(LeaderElection election) {
		this.election = election;
	}

	@Override
	public void checkLeader() {
		PekkoNode node = this.node;
		if (node != null) {
			node.actor().tell(MembershipActor.CHECK_LEADERSHIP, ActorRef.noSender());
		}
	}

	@Override
	public void send(NodeAddress to, byte[] message) {
		PekkoNode node = this.node;
		if (node != null) {
			node.actorOf(to).tell(message, ActorRef.noSender());
		}
	}

	@Override
	public void receive(Consumer<byte[]> receiver) {
		this.receiver = receiver;
	}

	@Override
	public synchronized Registration addListener(Consumer<ClusterState> listener) {
		StatePublisher.Listener added = this.states.listener(listener);
		PekkoNode node = this.node;
		if (node == null) {
			added.add();
		}
		else {
			node.run(added::addWithLatestState);
		}
		return added::remove;
	}

	@Override
	public void found(int required) {
		PekkoNode node = startedNode();
		joining(node, required);
		node.cluster().join(node.cluster().selfAddress());
	}

	@Override
	public void join(Collection<NodeAddress> seedNodes, int required) {
		if (this.earlyJoin.keep(seedNodes, this.name)) {
			return;
		}
		PekkoNode node = startedNode();
		List<Address> addresses = seedNodes(seedNodes, node.cluster());
		Assert.isTrue(!addresses.isEmpty(), () -> noSeedNodes(seedNodes, this.name));
		joining(node, required);
		node.cluster().joinSeedNodes(addresses);
	}

	@Override
	public void joinSeedNodes(List<NodeAddress> seedNodes) {
		PekkoNode node = startedNode();
		joining(node, 1);
		node.cluster().joinSeedNodes(seedNodes.stream().map(NodeAddresses::address).toList());
	}

	private static List<Address> seedNodes(Collection<NodeAddress> seedNodes, Cluster cluster) {
		NodeAddress self = NodeAddresses.nodeAddress(cluster.selfAddress());
		return seedNodes.stream()
			.filter((seedNode) -> seedNode.system().equals(self.system()))
			.filter((seedNode) -> !seedNode.hostAndPort().equals(self.hostAndPort()))
			.map(NodeAddresses::address)
			.toList();
	}

	static String noSeedNodes(Collection<NodeAddress> seedNodes, String cluster) {
		return "%s has no other node of cluster '%s' to join through".formatted(seedNodes, cluster);
	}

	/**
	 * Return the node, and wait for it if the engine is starting at this moment.
	 */
	private synchronized PekkoNode startedNode() {
		return node();
	}

	private void joining(PekkoNode node, int required) {
		node.run(() -> {
			node.membership().joining(required);
			if (state().status() == EngineStatus.STARTED) {
				this.states.publish(node.membership().state());
			}
		});
	}

	@Override
	public void connect(NodeAddress node) {
		PekkoNode own = this.node;
		if (own != null) {
			own.actorOf(node).tell(new Identify(node.hostAndPort()), own.actor());
		}
	}

	@Override
	public void shakeHands(Socket connection, NodeAddress node) throws IOException {
		NodeTls tls = (this.factory != null) ? this.factory.tls() : null;
		if (tls != null) {
			tls.shakeHands(connection, node.host(), node.port());
		}
	}

	@Override
	public void leave() {
		PekkoNode node = node();
		if (state().selfMember() != null || state().forming() != null) {
			node.cluster().leave(node.cluster().selfAddress());
		}
	}

	@Override
	public void leave(NodeAddress address) {
		node().cluster().leave(NodeAddresses.address(address));
	}

	@Override
	public void down(NodeAddress address) {
		node().cluster().down(NodeAddresses.address(address));
	}

	private PekkoNode node() {
		PekkoNode node = this.node;
		Assert.state(node != null, "The engine is not started");
		return node;
	}

	@Override
	public void stop(Duration leaveTimeout) {
		// A restart that still waits for its former incarnation must not delay this.
		this.succession.abort();
		stopNode(leaveTimeout);
	}

	private synchronized void stopNode(Duration leaveTimeout) {
		PekkoNode node = this.node;
		this.node = null;
		if (node != null && this.factory != null) {
			node.terminate(leaveTimeout);
		}
		else if (node != null) {
			node.leave(this.states, leaveTimeout);
		}
		this.states.publishStopped();
	}

	/**
	 * Publish a state unless it is that of a former incarnation.
	 */
	private void publish(ActorSystem system, ClusterState state) {
		if (system == this.actorSystem) {
			this.states.publish(state);
		}
	}

	/**
	 * Publish that the engine has stopped, unless this node was removed. The ActorSystem
	 * terminates by itself then, and the state keeps saying that it was removed.
	 */
	private void actorStopped(ActorSystem system) {
		if (system == this.actorSystem && state().status() != EngineStatus.REMOVED) {
			this.states.publishStopped();
		}
	}

}

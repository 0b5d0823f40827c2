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

package io.muster.cluster;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The cluster software that keeps the membership. An engine that has started is not a
 * member of any cluster. It becomes one only through {@link #found} or {@link #join}, and
 * never founds a cluster by itself.
 * <p>
 * All methods may be called from any thread.
 */
public interface ClusterEngine {

	/**
	 * Return the name of the cluster. Nodes of clusters with other names never join this
	 * one.
	 * @return the name
	 */
	String name();

	/**
	 * Return how this engine's nodes connect to each other. Nodes with different
	 * transports cannot form a cluster, and each other's pages say so.
	 * @return the name of the transport, empty unless overridden
	 */
	default String transport() {
		return "";
	}

	/**
	 * Check quickly whether the engine can be started, so that an application with wrong
	 * settings fails at its start. Does nothing unless overridden.
	 * @throws RuntimeException if the engine cannot be started
	 */
	default void verify() {
	}

	/**
	 * Start the engine. Returns when {@link ClusterState#self()} is known. This may take
	 * a second, so call it on a thread that the application's start does not wait for. An
	 * engine that is {@link #isRestartable() restartable} can be started again after it
	 * was stopped, as a fresh incarnation. Listeners stay.
	 * @throws RuntimeException if the engine cannot be started; it is stopped then
	 */
	void start();

	/**
	 * Return whether {@link #restart} is possible, and {@link #start} after a stop.
	 * @return {@code false} unless overridden
	 */
	default boolean isRestartable() {
		return false;
	}

	/**
	 * Replace this incarnation of the node by a fresh one that is not a member of any
	 * cluster. Listeners stay. May take as long as a start.
	 * @throws IllegalStateException if the engine is not running or not
	 * {@link #isRestartable() restartable}
	 * @throws RuntimeException if the engine cannot be started; it is stopped then
	 */
	default void restart() {
		throw new IllegalStateException("This engine cannot be restarted");
	}

	/**
	 * Return what this node knows of the cluster. Never blocks.
	 * @return the latest state
	 */
	ClusterState state();

	/**
	 * Return which members cannot be reached, and by whom. It may be newer than the
	 * {@link #state() state} by a moment. Never blocks.
	 * @return the members that report a member as unreachable, for each that is reported;
	 * empty unless overridden
	 */
	default Map<Node, Set<Node>> unreachable() {
		return Map.of();
	}

	/**
	 * Return whether this node acts as the leader of the cluster at this moment. Unlike
	 * the state, this takes account of a process that was just suspended. Never blocks.
	 * @return whether it does
	 */
	boolean isLeader();

	/**
	 * Return whether this node acts as the leader of a data center at this moment. Never
	 * blocks.
	 * @param dataCenter the name of the data center
	 * @return whether it does
	 */
	boolean isLeader(String dataCenter);

	/**
	 * Have an election decide who leads if all servers have
	 * {@link LeaderChange#CONSENSUS}. Must be called before the engine starts. Does
	 * nothing unless overridden: such an engine has no leader by consensus.
	 * @param election the election
	 */
	default void elect(LeaderElection election) {
	}

	/**
	 * Look again who leads, because the election has another result. Does nothing unless
	 * overridden.
	 */
	default void checkLeader() {
	}

	/**
	 * Send a message to another node of the cluster. It may be lost. Never blocks. Does
	 * nothing unless overridden.
	 * @param to the engine address of the node
	 * @param message the message, at most some 200 kB
	 */
	default void send(NodeAddress to, byte[] message) {
	}

	/**
	 * Have a receiver take the messages that other nodes {@link #send}. Must be called
	 * before the engine starts. Does nothing unless overridden.
	 * @param receiver takes each message on a thread of the engine, and must not block
	 */
	default void receive(Consumer<byte[]> receiver) {
	}

	/**
	 * Add a listener for every change of the {@link #state() state}. If the engine has
	 * been started, the listener receives the latest state first. Calls are made in
	 * order, one at a time, on a thread of the engine.
	 * @param listener the listener, which must not block
	 * @return removes the listener
	 */
	Registration addListener(Consumer<ClusterState> listener);

	/**
	 * Create a new cluster with this node as its first member. Until it has had enough
	 * working members at one moment, it is {@link ClusterState#forming() forming}, and
	 * this node is {@link EngineStatus#JOINING}.
	 * @param required how many members that may found the cluster must have had, this
	 * node included; with 1 or less this node is a member at once
	 */
	void found(int required);

	/**
	 * Join an existing cluster. Tries until it succeeds or another call replaces it, and
	 * never founds a cluster. Returns at once. Before the engine has started, the last
	 * such call is kept and takes effect when it starts: it then is joining from the
	 * beginning.
	 * @param seedNodes members to join through, tried all at once; this node's own
	 * address and those of other clusters are ignored
	 * @param required how many members that may found the cluster must have had before
	 * this node counts as a member; 1 or less if it has had enough already
	 * @throws IllegalArgumentException if no address is left
	 */
	void join(Collection<NodeAddress> seedNodes, int required);

	/**
	 * Join a cluster that has had enough members.
	 * @param seedNodes members to join through
	 * @throws IllegalArgumentException if no address is left
	 */
	default void join(Collection<NodeAddress> seedNodes) {
		join(seedNodes, 1);
	}

	/**
	 * Join through configured seed nodes. Differs from {@link #join} if this node is the
	 * first of them: it founds a cluster if none of the others is a member. This is the
	 * rule of Akka and Pekko for seed nodes; the cluster counts at once.
	 * @param seedNodes the configured seed nodes, in order
	 */
	default void joinSeedNodes(List<NodeAddress> seedNodes) {
		join(seedNodes);
	}

	/**
	 * Open a connection to a node with which this one will probably form a cluster soon,
	 * because opening connections takes longer than most of what follows. Changes no
	 * membership. Returns at once. Does nothing unless overridden.
	 * @param node the engine address of a node that is running
	 */
	default void connect(NodeAddress node) {
	}

	/**
	 * Try whether this engine and another one could talk to each other over a connection
	 * that was opened for that, and is closed afterwards. Blocks, for as long as the
	 * connection lets reads block. Does nothing unless overridden.
	 * @param connection the connection
	 * @param node the address of the other engine
	 * @throws IOException if they could not: an {@code SSLException} if they do not agree
	 * on TLS
	 */
	default void shakeHands(Socket connection, NodeAddress node) throws IOException {
	}

	/**
	 * Begin to leave the cluster gracefully, also one that is still forming. Does nothing
	 * if this node is in none.
	 */
	void leave();

	/**
	 * Ask a member to leave the cluster gracefully.
	 * @param address the address of the member
	 */
	void leave(NodeAddress address);

	/**
	 * Declare a member failed, without waiting for the failure detector.
	 * @param address the address of the member
	 */
	void down(NodeAddress address);

	/**
	 * Leave the cluster gracefully, wait until this node is removed, and stop the engine.
	 * Blocks for the leave timeout at most.
	 * @param leaveTimeout how long to wait for the removal; the engine stops afterwards
	 * in any case
	 */
	void stop(Duration leaveTimeout);

	/**
	 * A listener that was added to an engine.
	 */
	@FunctionalInterface
	interface Registration {

		/**
		 * Remove the listener. It is not called any more once this returns, except for a
		 * call that another thread has begun already. May be called from any thread, also
		 * by the listener itself, and more than once.
		 */
		void remove();

	}

}

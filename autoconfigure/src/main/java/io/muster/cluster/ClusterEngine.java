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

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * The cluster software that keeps the membership. An engine starts as a member of nothing
 * and stays so until it is told to {@link #found()} or to {@link #join}: it never founds
 * a cluster by itself.
 * <p>
 * All methods may be called from any thread.
 */
public interface ClusterEngine {

	/**
	 * Return the name of the cluster. Nodes of clusters with other names are strangers.
	 * @return the name
	 */
	String name();

	/**
	 * Find out, quickly, whether the engine can be started at all, so that an application
	 * whose settings are wrong fails at once and by name.
	 * @throws RuntimeException if the engine can not be started
	 */
	default void verify() {
	}

	/**
	 * Start the engine. Returns when {@link ClusterState#self()} is known; may take a
	 * second and must not be called on a thread that an application's start waits for.
	 * @throws RuntimeException if the engine can not be started; it is stopped then
	 */
	void start();

	/**
	 * Return whether {@link #restart} is possible.
	 * @return {@code false} unless overridden
	 */
	default boolean isRestartable() {
		return false;
	}

	/**
	 * Start the engine once more, as a fresh incarnation of this node that is a member of
	 * nothing, in place of what is left of the last one. Listeners stay. May take as long
	 * as a start.
	 * @throws IllegalStateException if the engine is not running or not
	 * {@link #isRestartable() restartable}
	 * @throws RuntimeException if the engine can not be started; it is stopped then
	 */
	default void restart() {
		throw new IllegalStateException("This engine can not be restarted");
	}

	/**
	 * Return what this node knows of the cluster. Never blocks.
	 * @return the latest picture
	 */
	ClusterState state();

	/**
	 * Add a listener for every change of the {@link #state() state}, called in order and
	 * one at a time on a thread of the engine's, with the latest state first if the
	 * engine was started already. It must not block.
	 * @param listener the listener
	 * @return removes the listener
	 */
	Registration addListener(Consumer<ClusterState> listener);

	/**
	 * Create a new cluster with this node as its only member.
	 */
	void found();

	/**
	 * Enter an existing cluster. Endless until it succeeds or another call replaces it;
	 * never founds.
	 * @param seedNodes members to join through, tried all at once; this node's own
	 * address and those of other clusters are left out
	 * @throws IllegalArgumentException if no address is left
	 */
	void join(Collection<NodeAddress> seedNodes);

	/**
	 * Connect to a node that this one will probably join, or be joined by, soon: opening
	 * connections takes longer than most of what follows. Returns at once; does nothing
	 * unless overridden, and makes nobody a member.
	 * @param node the engine address of the node, which must be there
	 */
	default void connect(NodeAddress node) {
	}

	/**
	 * Begin to leave the cluster gracefully. Does nothing if this node is no member.
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
	 * @param leaveTimeout how long to wait for the removal before stopping all the same
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

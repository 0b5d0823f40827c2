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

package io.muster.test;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.muster.contactpoint.ContactPoint;

/**
 * The network between the nodes of a test. Nodes on different sides of it do not hear
 * each other: their engines drop all messages, sent and received, and their probes get no
 * answer. Only this JVM is affected.
 * <p>
 * All methods may be called from any thread.
 */
final class TestNetwork {

	/**
	 * The side on which a node is unless it was moved.
	 */
	private static final int COMMON_SIDE = 0;

	private final Map<Integer, ExtendedActorSystem> engines = new TreeMap<>();

	private final Map<Integer, Integer> sides = new HashMap<>();

	private final Map<Integer, ContactPoint> contactPoints = new TreeMap<>();

	private int lastSide = COMMON_SIDE;

	/**
	 * Connect the engine of a node, which replaces its last one.
	 */
	synchronized void connect(int node, ExtendedActorSystem engine) {
		this.engines.put(node, engine);
		apply();
	}

	/**
	 * Make known where a node answers probes.
	 */
	synchronized void publish(int node, @Nullable ContactPoint contactPoint) {
		if (contactPoint != null) {
			this.contactPoints.put(node, contactPoint);
		}
	}

	/**
	 * Return where the nodes answer probes, also those that are cut off: a registry does
	 * not know that.
	 */
	synchronized Set<ContactPoint> contactPoints() {
		return Set.copyOf(this.contactPoints.values());
	}

	/**
	 * Forget a node that does not run any more, after it was cut off or has left.
	 */
	synchronized void remove(int node) {
		this.engines.remove(node);
		this.contactPoints.remove(node);
		this.sides.remove(node);
	}

	/**
	 * Move nodes to a side of their own, on which they hear each other and nobody else.
	 */
	synchronized void separate(Collection<Integer> nodes) {
		Assert.state(this.engines.keySet().containsAll(nodes),
				"A node can be cut off only if it runs, and has an engine of Muster's rather than the application's "
						+ "own ActorSystem");
		this.lastSide++;
		nodes.forEach((node) -> this.sides.put(node, this.lastSide));
		apply();
	}

	/**
	 * Cut off a node that is about to be killed, and may have no engine.
	 */
	synchronized void cut(int node) {
		this.sides.put(node, ++this.lastSide);
		apply();
	}

	/**
	 * Move nodes back to the common side.
	 */
	synchronized void reunite(Collection<Integer> nodes) {
		nodes.forEach(this.sides::remove);
		apply();
	}

	/**
	 * Return whether two nodes are on different sides.
	 */
	synchronized boolean isCut(int node, int other) {
		return side(node) != side(other);
	}

	/**
	 * Return whether a node is on another side than the server of a contact point.
	 */
	synchronized boolean isCut(int node, ContactPoint contactPoint) {
		return this.contactPoints.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getValue().isSameServer(contactPoint) && isCut(node, entry.getKey()));
	}

	/**
	 * Return the nodes that are not on the common side.
	 */
	synchronized Set<Integer> separated() {
		return this.sides.keySet().stream().collect(Collectors.toUnmodifiableSet());
	}

	private int side(int node) {
		return this.sides.getOrDefault(node, COMMON_SIDE);
	}

	private void apply() {
		this.engines.forEach((node, engine) -> this.engines.forEach((other, otherEngine) -> {
			if (!node.equals(other)) {
				provider(engine).transport().managementCommand(command(address(otherEngine), isCut(node, other)));
			}
		}));
	}

	/**
	 * Return the command by which Pekko's own tests cut nodes off
	 * ({@code pekko.remote.artery.advanced.test-mode}). The class that it is in is
	 * deprecated, and what is used of it is not.
	 */
	@SuppressWarnings("deprecation")
	private static Object command(Address other, boolean cut) {
		return new org.apache.pekko.remote.transport.ThrottlerTransportAdapter.SetThrottle(other,
				org.apache.pekko.remote.transport.ThrottlerTransportAdapter.bothDirection(),
				cut ? org.apache.pekko.remote.transport.ThrottlerTransportAdapter.blackholeThrottleMode()
						: org.apache.pekko.remote.transport.ThrottlerTransportAdapter.unthrottledThrottleMode());
	}

	private static Address address(ExtendedActorSystem engine) {
		return engine.provider().getDefaultAddress();
	}

	private static RemoteActorRefProvider provider(ExtendedActorSystem engine) {
		return (RemoteActorRefProvider) engine.provider();
	}

}

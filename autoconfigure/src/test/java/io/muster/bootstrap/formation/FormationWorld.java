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

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.ClientJoinDecider;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.cluster.Node;
import io.muster.contactpoint.ContactPoint;

/**
 * Simulated time, network and discovery, in which {@link FormationNode}s run. A world
 * with the same seed and the same events runs in the same way each time.
 */
public final class FormationWorld {

	private final PriorityQueue<Event> agenda = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));

	private final Map<ContactPoint, TestContactPoint> contactPoints = new HashMap<>();

	private final Map<ContactPoint, FormationNode> introducing = new HashMap<>();

	private final Map<ContactPoint, FormationNode> talking = new HashMap<>();

	private final Map<String, TestSource> sources = new LinkedHashMap<>();

	private final Random random;

	private long now = 1_000_000;

	private long sequence;

	public FormationWorld() {
		this(42);
	}

	public FormationWorld(long seed) {
		this.random = new Random(seed);
	}

	public long now() {
		return this.now;
	}

	public Random random() {
		return this.random;
	}

	/**
	 * Return the source of contact points that every node asks, created when first asked
	 * for.
	 */
	public TestSource source() {
		return source("registry");
	}

	public TestSource source(String name) {
		return this.sources.computeIfAbsent(name, (key) -> new TestSource(this));
	}

	/**
	 * Return the contact point at a place. It refuses connections unless a test changes
	 * that.
	 */
	public TestContactPoint at(String place) {
		return at(TestNodes.contactPoint(place));
	}

	public TestContactPoint at(ContactPoint contactPoint) {
		return this.contactPoints.computeIfAbsent(contactPoint, (key) -> new TestContactPoint(this));
	}

	/**
	 * Set the node that takes introductions at a place, {@code null} if no node is there
	 * any more.
	 */
	public void introducing(ContactPoint contactPoint, FormationNode node) {
		this.introducing.put(contactPoint, node);
	}

	public FormationNode introducing(ContactPoint contactPoint) {
		return this.introducing.get(contactPoint);
	}

	/**
	 * Set the node at a place that takes what probers say of themselves.
	 */
	public void talking(ContactPoint contactPoint, FormationNode node) {
		this.talking.put(contactPoint, node);
	}

	public FormationNode talking(ContactPoint contactPoint) {
		return this.talking.get(contactPoint);
	}

	/**
	 * Have the nodes on these hosts answer, none of which is a member.
	 */
	public void answering(String... hosts) {
		answering(2, hosts);
	}

	/**
	 * Have the nodes on these hosts answer, which require so many and are no members.
	 */
	public void answering(int required, String... hosts) {
		Arrays.stream(hosts).forEach((host) -> at(host).answers(TestNodes.requiring(required, TestNodes.answer(host))));
	}

	/**
	 * Create the node on a host. The sources that exist now are its sources.
	 */
	public FormationNode node(String host, TestSettings settings) {
		BootstrapSettings built = settings.build();
		return node(host, settings, new LowestAddressJoinDecider(built),
				SelfContactPoint.of(TestNodes.contactPoint(host)));
	}

	public FormationNode node(String host, TestSettings settings, JoinDecider decider, SelfContactPoint contactPoint) {
		return node(host, settings, decider, contactPoint, DurableState.NONE);
	}

	public FormationNode node(String host, TestSettings settings, JoinDecider decider, SelfContactPoint contactPoint,
			DurableState durableState) {
		Node self = TestNodes.node(host);
		return new FormationNode(this, self, contactPoint, new Formation(TestNodes.CLUSTER, settings.build(), decider,
				List.copyOf(this.sources.keySet()), new Random(this.random.nextLong()), durableState));
	}

	/**
	 * Create the node on a host that asks one source only, and decides by votes.
	 */
	public FormationNode node(String host, TestSettings settings, String source) {
		BootstrapSettings built = settings.build();
		source(source);
		return new FormationNode(this, TestNodes.node(host), SelfContactPoint.of(TestNodes.contactPoint(host)),
				new Formation(TestNodes.CLUSTER, built,
						built.profile().client() ? new ClientJoinDecider() : new VotingJoinDecider(built),
						List.of(source), new Random(this.random.nextLong()), DurableState.NONE));
	}

	public void in(long millis, Runnable what) {
		this.agenda.add(new Event(this.now + millis, this.sequence++, what));
	}

	/**
	 * Let time pass.
	 */
	public void run(Duration duration) {
		long end = this.now + duration.toMillis();
		while (!this.agenda.isEmpty() && this.agenda.peek().at() <= end) {
			Event event = this.agenda.remove();
			this.now = event.at();
			event.what().run();
		}
		this.now = end;
	}

	public void runSeconds(long seconds) {
		run(Duration.ofSeconds(seconds));
	}

	private record Event(long at, long sequence, Runnable what) {
	}

}

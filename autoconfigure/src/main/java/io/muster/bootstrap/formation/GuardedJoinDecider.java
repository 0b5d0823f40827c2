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
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.formation.BootstrapCommand.Connect;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Asks the {@link JoinDecider}, which may be the application's own, and holds to what is
 * true whoever decides: a node never joins through itself, a node that nobody can ask
 * never founds, and nobody founds while a source of contact points has never answered.
 */
final class GuardedJoinDecider {

	private final JoinDecider decider;

	private final Lookups lookups;

	private final ContactPointStates contacts;

	private final RandomGenerator random;

	private final ReadinessDeadlock readinessTrap;

	private final Effects outbox;

	private @Nullable NodeAddress connected;

	GuardedJoinDecider(BootstrapSettings settings, JoinDecider decider, Exploration exploration, RandomGenerator random,
			Effects outbox) {
		this.decider = decider;
		this.lookups = exploration.lookups();
		this.contacts = exploration.contacts();
		this.random = random;
		this.readinessTrap = new ReadinessDeadlock(settings, outbox);
		this.outbox = outbox;
	}

	JoinDecision decide(SeedNodesInformation information, boolean canBeAsked) {
		connect(information);
		JoinDecision decision = allowed(information, canBeAsked);
		return (decision instanceof KeepProbing keepProbing)
				? new KeepProbing(this.readinessTrap.explain(keepProbing.waitingFor(), information), keepProbing.soon())
				: decision;
	}

	private JoinDecision allowed(SeedNodesInformation information, boolean canBeAsked) {
		Node self = information.self();
		Vote before = this.decider.vote();
		JoinDecision decision = ask(information);
		announce(before, self, information.now());
		if (decision instanceof JoinSeedNodes join) {
			return chosen(join.seedNodes(), self);
		}
		if (decision instanceof FoundCluster && information.placement().client()) {
			return new KeepProbing("a cluster to join: clients never found one (muster.cluster.client)");
		}
		if (!canBeAsked) {
			return new KeepProbing("a cluster to join: this application has no web server, so it never founds one");
		}
		if (decision instanceof FoundCluster && !this.lookups.unanswered().isEmpty()) {
			return new KeepProbing("discovery to answer: " + this.lookups.unanswered());
		}
		return decision;
	}

	/**
	 * Have the engine connect to the node that founds if nothing comes between, while the
	 * nodes still agree on that.
	 */
	private void connect(SeedNodesInformation information) {
		NodeAddress lowest = information.lowestNode();
		if (!lowest.equals(this.connected) && !lowest.equals(information.self().address())) {
			this.connected = lowest;
			this.outbox.add(new Connect(lowest));
		}
	}

	private JoinDecision ask(SeedNodesInformation information) {
		String name = this.decider.getClass().getName();
		try {
			@Nullable JoinDecision decision = this.decider.decide(information);
			return (decision != null) ? decision : new KeepProbing(name + " to decide: it returned null");
		}
		catch (RuntimeException ex) {
			return new KeepProbing("%s to decide: %s".formatted(name, ex));
		}
	}

	/**
	 * Tell a new vote to whom it concerns: a candidate asks everybody, a voter its
	 * candidate. Without it they would learn it by their next probe; with it, founding
	 * takes a few round trips.
	 */
	private void announce(@Nullable Vote before, Node self, long now) {
		Vote vote = this.decider.vote();
		if (vote != null && !vote.equals(before)) {
			boolean candidate = vote.node().equals(self.address().toString());
			this.contacts.announce((contact) -> candidate || contact.isNode(vote.node()), now);
		}
	}

	/**
	 * Choose a few seed nodes at random, so that many nodes that join at once do not ask
	 * the same member.
	 */
	private JoinDecision chosen(Set<NodeAddress> seedNodes, Node self) {
		List<NodeAddress> others = new ArrayList<>(seedNodes);
		others.remove(self.address());
		Collections.shuffle(others, new Random(this.random.nextLong()));
		return others.isEmpty() ? new KeepProbing("a member to join through: the join decider named none but this node")
				: new JoinSeedNodes(
						new LinkedHashSet<>(others.subList(0, Math.min(others.size(), SeedNodes.MAX_SEED_NODES))));
	}

}

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
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.WaitReason;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * {@link JoinDecider} that enforces what is true for every rule on another one, which may
 * be the application's own. A node never joins through itself. A node without a web
 * server never founds. A client never founds. No node founds while a source of contact
 * points has never answered, or while this node cannot read or store its durable state.
 */
final class GuardedJoinDecider implements JoinDecider {

	private final JoinDecider decider;

	private final Lookups lookups;

	private final RandomGenerator random;

	private final ReadinessDeadlock readinessDeadlock;

	private boolean hasWebServer;

	GuardedJoinDecider(JoinDecider decider, BootstrapSettings settings, Lookups lookups, RandomGenerator random,
			Effects effects) {
		this.decider = decider;
		this.lookups = lookups;
		this.random = random;
		this.readinessDeadlock = new ReadinessDeadlock(settings, effects);
	}

	/**
	 * Note whether other nodes can probe this one.
	 */
	void hasWebServer(boolean hasWebServer) {
		this.hasWebServer = hasWebServer;
	}

	@Override
	public JoinDecision decide(SeedNodesInformation information) {
		JoinDecision decision = allowed(information);
		return (decision instanceof KeepProbing keepProbing) ? new KeepProbing(
				this.readinessDeadlock.explain(keepProbing.obstacle(), information), keepProbing.soon()) : decision;
	}

	private JoinDecision allowed(SeedNodesInformation information) {
		JoinDecision decision = ask(information);
		if (decision instanceof JoinSeedNodes join) {
			return chosen(join.seedNodes(), information);
		}
		if (decision instanceof FoundCluster && information.profile().client()) {
			return new KeepProbing(WaitReason.NO_SERVER_KNOWN,
					"a cluster to join: clients never found one (muster.cluster.client)", false);
		}
		if (!this.hasWebServer) {
			return new KeepProbing(WaitReason.NO_WEB_SERVER,
					"a cluster to join: this application has no web server, so it never founds one", false);
		}
		if (decision instanceof FoundCluster && !this.lookups.unanswered().isEmpty()) {
			return new KeepProbing(WaitReason.DISCOVERY_SILENT, "discovery to answer: " + this.lookups.unanswered(),
					false);
		}
		if (decision instanceof FoundCluster && information.storageFailure() != null) {
			return new KeepProbing(WaitReason.STORAGE,
					"its data directory to be usable. " + information.storageFailure(), false);
		}
		return decision;
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
	 * Choose a few seed nodes at random, so that many nodes that join at once spread over
	 * the members. Members that answered come first, because this node asks the first one
	 * alone at first. Others may be gone.
	 */
	private JoinDecision chosen(Set<NodeAddress> seedNodes, SeedNodesInformation information) {
		List<NodeAddress> others = new ArrayList<>(seedNodes);
		others.remove(information.self().address());
		Collections.shuffle(others, new Random(this.random.nextLong()));
		Set<NodeAddress> answered = information.observations()
			.stream()
			.map(SeedNodesObservation::node)
			.collect(Collectors.toSet());
		others.sort(Comparator.comparing((seedNode) -> !answered.contains(seedNode)));
		return others.isEmpty() ? new KeepProbing("a member to join through: the join decider named none but this node")
				: new JoinSeedNodes(
						new LinkedHashSet<>(others.subList(0, Math.min(others.size(), SeedNodes.MAX_SEED_NODES))));
	}

	@Override
	public boolean decidesByVotes() {
		return this.decider.decidesByVotes();
	}

	@Override
	public @Nullable Vote vote() {
		return this.decider.vote();
	}

	@Override
	public void restore(Vote vote) {
		this.decider.restore(vote);
	}

}

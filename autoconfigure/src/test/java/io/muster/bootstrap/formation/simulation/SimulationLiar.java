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

package io.muster.bootstrap.formation.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * A contact point in a {@link Simulation} that discovery lists, and that lies to
 * everybody who asks. No engine is there that a node could join through.
 */
final class SimulationLiar {

	private static final int MEMORY = 50;

	private final Simulation world;

	private final ContactPoint contactPoint;

	private final NodeAddress address;

	private final boolean listens;

	private final List<SeedNodes> heard = new ArrayList<>();

	private long term;

	SimulationLiar(Simulation world, String host, boolean listens) {
		this.world = world;
		this.contactPoint = ContactPoint.of(host, 8080);
		this.address = new NodeAddress("pekko", "sim", host, 25520);
		this.listens = listens;
	}

	/**
	 * Begin to claim, in the name of any node, that it is a member.
	 */
	void begin() {
		this.world.in(500 + this.world.random().nextLong(5000), () -> {
			List<SimulationNode> nodes = this.world.nodes();
			SimulationProcess victim = nodes.get(this.world.random().nextInt(nodes.size())).process();
			SimulationNode named = nodes.get(this.world.random().nextInt(nodes.size()));
			if (victim != null && lies(SimulationLie.ANNOUNCEMENT)) {
				victim.announced(new Announcement(named.contactPoint(), named.address(), true, true, false,
						this.contactPoint.host()));
			}
			begin();
		});
	}

	private boolean lies(SimulationLie lie) {
		return this.world.plan().lies.contains(lie);
	}

	/**
	 * Hear what an honest node answered.
	 */
	void hear(SeedNodes answer) {
		if (this.world.random().nextInt(20) == 0) {
			if (this.heard.size() == MEMORY) {
				this.heard.remove(0);
			}
			this.heard.add(answer);
		}
	}

	/**
	 * Answer a probe.
	 */
	SeedNodes answer(SimulationProcess asker) {
		List<SimulationLie> lies = this.world.plan().lies.stream().sorted().toList();
		Node self = new Node(this.address, 4711);
		return switch (lies.get(this.world.random().nextInt(lies.size()))) {
			case MEMBER -> answer(this.address, null, 2, new ClusterSummary(1000, self));
			case MEMBER_ELSEWHERE ->
				answer(new NodeAddress("pekko", "sim", "nobody" + this.world.random().nextInt(1000), 25520), null, 2,
						new ClusterSummary(1000, self));
			case ASKER_IS_MEMBER -> answer(asker.self().address(), null, 2, null);
			case FORMING -> answer(this.address, null, 2, new ClusterSummary(1, self, 2));
			case CANDIDATE -> answer(null, new Vote(self, 7), 2, null);
			case CANDIDATES -> answer(null, new Vote(self, ++this.term), 2, null);
			case VOTE -> answer(null, asker.vote(), 1, null);
			case NUMBER -> answer(null, null, this.world.random().nextInt(1, 100), null);
			case FORMER_MEMBER -> formerMember();
			case REPLAY -> this.heard.isEmpty() ? answer(null, null, 2, null)
					: this.heard.get(this.world.random().nextInt(this.heard.size()));
			case ANNOUNCEMENT -> answer(null, null, 2, null);
		};
	}

	private SeedNodes formerMember() {
		List<SimulationNode> nodes = this.world.nodes();
		SimulationNode posed = nodes.get(this.world.random().nextInt(nodes.size()));
		SimulationProcess process = posed.process();
		Node previous = (process != null) ? process.self() : new Node(posed.address(), 4712);
		return new SeedNodes(this.address, List.of(), new Extension(Extension.VERSION, 4711, true, null, 2, true,
				List.of(), previous, null, NodeProfile.DEFAULT));
	}

	private SeedNodes answer(@Nullable NodeAddress seed, @Nullable Vote vote, int required,
			@Nullable ClusterSummary cluster) {
		List<SeedNode> seedNodes = (seed != null) ? List.of(new SeedNode(new Node(seed, 4711), Set.of(), "Up"))
				: List.of();
		return new SeedNodes(this.address, seedNodes, new Extension(Extension.VERSION, 4711, true, vote, required, true,
				List.of(), null, cluster, NodeProfile.DEFAULT));
	}

	ContactPoint contactPoint() {
		return this.contactPoint;
	}

	NodeAddress address() {
		return this.address;
	}

	/**
	 * Return whether something takes connections where it says that its engine is.
	 */
	boolean isListening() {
		return this.listens;
	}

}

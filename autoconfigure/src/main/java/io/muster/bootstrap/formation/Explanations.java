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
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.ContactPointNames;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.SeedNodesObservation.NodeKey;
import io.muster.bootstrap.decision.Wait;
import io.muster.bootstrap.decision.WaitReason;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.Remarks.Kind;
import io.muster.contactpoint.Remarks.Remark;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Explains to operators who or what holds this node up while it waits, from all that it
 * knows: what it sees itself, what other nodes say of it, and what they wait for. It also
 * makes the remarks that explain to other nodes what they cannot know. Nothing is decided
 * from any of it.
 */
final class Explanations {

	/**
	 * The most explanations: with more, the page could not be read on one screen.
	 */
	private static final int MAX = 8;

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	private final BootstrapSettings settings;

	private final Lookups lookups;

	private final ContactPointStates contacts;

	private final Probers probers;

	private final EngineChecks engines;

	/**
	 * The transport of engines that use TLS.
	 */
	private static final String TLS = "tls-tcp";

	private @Nullable String transport;

	Explanations(BootstrapSettings settings, Lookups lookups, ContactPointStates contacts, Probers probers,
			EngineChecks engines) {
		this.settings = settings;
		this.lookups = lookups;
		this.contacts = contacts;
		this.probers = probers;
		this.engines = engines;
	}

	/**
	 * Begin with an incarnation of this node.
	 * @param transport how its engine connects to others, empty if unknown
	 */
	void begin(String transport) {
		this.transport = transport.isEmpty() ? null : transport;
	}

	/**
	 * Explain why this node does not found or join.
	 * @param self this node
	 * @param own its contact point
	 * @param vote the vote that it holds, {@code null} if it holds none
	 * @param doubting whether a cluster was found that did not accept this node
	 * @return the explanations, those that need action first
	 */
	List<String> whileProbing(Node self, SelfContactPoint own, @Nullable Vote vote, boolean doubting, long now) {
		SeedNodesInformation information = this.contacts.information(self, List.of(), false, now);
		List<String> explanations = new ArrayList<>(doubting ? whileJoining(self) : List.of());
		addUnknownProbers(explanations, self, information, now);
		addUnlistedSelf(explanations, own, information);
		addUnheardSelf(explanations, own);
		this.contacts.all()
			.stream()
			.filter((contact) -> contact.isAliveUnheard(this.probers.aliveMillis(), now))
			.map((contact) -> "%s is alive, because it probes this node, but this node cannot probe it: it %s"
				.formatted(contact.contactPoint, contact.failure()))
			.forEach(explanations::add);
		addListing(explanations, information, now);
		addVotes(explanations, self, vote, information);
		return List.copyOf(explanations.subList(0, Math.min(explanations.size(), MAX)));
	}

	/**
	 * Explain which nodes probe this one and do not count.
	 */
	private void addUnknownProbers(List<String> explanations, Node self, SeedNodesInformation information, long now) {
		Set<ContactPoint> own = new TreeSet<>();
		for (Announcement prober : this.probers.unknown(now)) {
			NodeAddress node = prober.node();
			if (node != null && !node.system().equals(self.address().system())) {
				explanations
					.add(("%s of cluster '%s' probes this node, which is of cluster '%s'. If they are to form one "
							+ "cluster, set muster.cluster.name to the same on both")
						.formatted(prober.contactPoint(), node.system(), self.address().system()));
			}
			else {
				own.add(prober.contactPoint());
			}
		}
		if (own.isEmpty()) {
			return;
		}
		if (others(information).isEmpty()) {
			explanations
				.add(("discovery lists no other node, but %s of cluster '%s' %s this one: %s. This node looks up "
						+ "%s: is that the name that the others are registered with? (%sservice-name)")
					.formatted((own.size() == 1) ? "a node" : own.size() + " nodes", self.address().system(),
							(own.size() == 1) ? "probes" : "probe", ContactPointNames.of(own), this.lookups.describe(),
							DISCOVERY));
		}
		else {
			explanations.add(("%s %s this node, but %s does not list %s, so %s not count: have %s register, or name %s "
					+ "in %scontact-points")
				.formatted(ContactPointNames.of(own), (own.size() == 1) ? "probes" : "probe", this.lookups.describe(),
						it(own), (own.size() == 1) ? "it does" : "they do", it(own), it(own), DISCOVERY));
		}
	}

	private static String it(Collection<?> things) {
		return (things.size() == 1) ? "it" : "them";
	}

	/**
	 * Explain that discovery does not list this node, as this node sees or others say.
	 */
	private void addUnlistedSelf(List<String> explanations, SelfContactPoint own, SeedNodesInformation information) {
		Map<String, Set<ContactPoint>> sayers = sayers(Kind.UNLISTED, own);
		if (sayers.isEmpty() && !this.settings.introductions() && own.local() != null
				&& information.selfContactPoints().isEmpty() && !information.contactPoints().isEmpty()) {
			sayers.put(this.lookups.describe(), Set.of());
		}
		sayers.forEach((source, by) -> explanations
			.add(("%s does not list this node (%s)%s: the others cannot find it. Have it register by that name "
					+ "(spring.application.name), or name it in %scontact-points of the others")
				.formatted(source, own.describe(), by.isEmpty() ? "" : ", say " + ContactPointNames.of(by),
						DISCOVERY)));
	}

	/**
	 * Explain that other nodes cannot probe this one, as they say.
	 */
	private void addUnheardSelf(List<String> explanations, SelfContactPoint own) {
		sayers(Kind.UNHEARD, own).forEach((failure, by) -> explanations
			.add("this node reaches %s, but cannot be reached from there. %s of this node: it %s".formatted(
					ContactPointNames.of(by), (by.size() == 1) ? "That node says" : "Those nodes say", failure)));
	}

	/**
	 * Return what other nodes say of this one, and which of them say it.
	 */
	private Map<String, Set<ContactPoint>> sayers(Kind kind, SelfContactPoint own) {
		Map<String, Set<ContactPoint>> sayers = new LinkedHashMap<>();
		remarks(kind, (remark, by) -> {
			if (isOwn(remark.subject(), own)) {
				sayers.computeIfAbsent(remark.text(), (text) -> new TreeSet<>()).add(by);
			}
		});
		return sayers;
	}

	private boolean isOwn(String subject, SelfContactPoint own) {
		return ContactPoint.tryParse(subject)
			.filter((contactPoint) -> own.matches(contactPoint) || this.contacts.all()
				.stream()
				.anyMatch((contact) -> contact.self && contact.contactPoint.equals(contactPoint)))
			.isPresent();
	}

	/**
	 * Explain that discovery lists fewer nodes than are required.
	 */
	private void addListing(List<String> explanations, SeedNodesInformation information, long now) {
		int listed = others(information).size() + (information.profile().client() ? 0 : 1);
		int required = this.settings.requiredContactPointNr();
		if (listed >= required || information.profile().client() || this.lookups.union() == null) {
			return;
		}
		if (listed == 1) {
			if (this.probers.unknown(now).isEmpty()) {
				explanations
					.add(("%s lists no other node: start the other replicas, and have them register by that name "
							+ "(%sservice-name), or name them in %scontact-points")
						.formatted(this.lookups.describe(), DISCOVERY, DISCOVERY));
			}
		}
		else {
			explanations.add(("%s lists %d nodes, this one included, and %d are required: start %d more, or set "
					+ "%srequired-contact-point-nr to a majority of the replicas on all nodes")
				.formatted(this.lookups.describe(), listed, required, required - listed, DISCOVERY));
		}
	}

	private static Set<ContactPoint> others(SeedNodesInformation information) {
		Set<ContactPoint> others = new TreeSet<>(information.contactPoints());
		others.removeAll(information.selfContactPoints());
		return others;
	}

	/**
	 * Explain whose votes are missing, and why.
	 */
	private void addVotes(List<String> explanations, Node self, @Nullable Vote vote, SeedNodesInformation information) {
		if (information.confirmedNodes() < this.settings.requiredContactPointNr()) {
			return;
		}
		if (vote == null) {
			information.observations()
				.stream()
				.filter((observation) -> observation.node().equals(information.lowestNode()))
				.limit(1)
				.map((observation) -> waitsFor(observation, null))
				.filter((text) -> !text.isEmpty())
				.forEach(explanations::add);
			return;
		}
		Set<NodeKey> seen = new HashSet<>();
		for (SeedNodesObservation observation : information.observations()) {
			if (!vote.equals(observation.vote()) && seen.add(observation.nodeKey())
					&& !observation.profile().client()) {
				String text = observation.mayFound() ? waitsFor(observation, vote)
						: ("%s (%s) may not vote: muster.bootstrap.new-cluster-enabled is off there. Set it to true there, "
								+ "or %srequired-contact-point-nr to a number that the others reach")
							.formatted(observation.node(), observation.contactPoint(), DISCOVERY);
				if (!text.isEmpty()) {
					explanations.add(text);
				}
			}
		}
	}

	private static String waitsFor(SeedNodesObservation observation, @Nullable Vote vote) {
		String waitingFor = observation.remarks().waitingFor();
		if (waitingFor == null) {
			return "";
		}
		return (vote != null)
				? "the vote of %s (%s) for %s is missing. That node waits for: %s".formatted(observation.node(),
						observation.contactPoint(), vote.candidate().address(), waitingFor)
				: "%s (%s) waits for: %s".formatted(observation.node(), observation.contactPoint(), waitingFor);
	}

	/**
	 * Return what a join waits for.
	 * @param self this node
	 * @return what it waits for, with the first cause that is known
	 */
	Wait join(Node self) {
		SeedNodesObservation other = this.contacts.all()
			.stream()
			.map((contact) -> contact.observation)
			.filter((observation) -> observation != null && isOtherTransport(observation))
			.findFirst()
			.orElse(null);
		if (other != null
				&& Set.of(String.valueOf(other.remarks().transport()), String.valueOf(this.transport)).contains(TLS)) {
			return new Wait(WaitReason.ENGINE_TLS,
					"the cluster to accept this node, but its engines connect by '%s', and that of this node by '%s'"
						.formatted(other.remarks().transport(), this.transport));
		}
		List<Wait> waits = new ArrayList<>();
		this.engines.forEach((seedNode, reach) -> {
			if (reach != EngineReach.CONNECTS) {
				waits
					.add(new Wait((reach.remedyOfTls() != null) ? WaitReason.ENGINE_TLS : WaitReason.ENGINE_UNREACHABLE,
							"the cluster to accept this node, but the engine of %s cannot be connected to: %s"
								.formatted(seedNode, reach.describe())));
			}
		});
		if (!waits.isEmpty()) {
			return waits.get(0);
		}
		return engineSayers(self).keySet()
			.stream()
			.filter((reach) -> reach != EngineReach.CONNECTS)
			.findFirst()
			.map((reach) -> new Wait(
					(reach.remedyOfTls() != null) ? WaitReason.ENGINE_TLS : WaitReason.SELF_UNREACHABLE,
					"the cluster to accept this node, whose engine it cannot connect to at %s: %s"
						.formatted(self.address().hostAndPort(), reach.describe())))
			.orElse(new Wait(WaitReason.JOIN, "the cluster to accept this node"));
	}

	/**
	 * Explain why a join does not complete.
	 * @param self this node
	 * @return the explanations
	 */
	List<String> whileJoining(Node self) {
		List<String> explanations = new ArrayList<>();
		for (ContactPointState contact : this.contacts.all()) {
			SeedNodesObservation observation = contact.observation;
			if (observation != null && explanations.isEmpty() && isOtherTransport(observation)) {
				explanations.add(("the engine of %s connects by '%s', and that of this node by '%s' "
						+ "(muster.security.ssl.bundle, muster.pekko.remote.artery.transport): set the same on all "
						+ "nodes")
					.formatted(contact.contactPoint, observation.remarks().transport(), this.transport));
			}
		}
		List<NodeAddress> connecting = new ArrayList<>();
		this.engines.forEach((seedNode, reach) -> {
			if (reach == EngineReach.CONNECTS) {
				connecting.add(seedNode);
			}
			else {
				explanations.add(unreached(seedNode, reach));
			}
		});
		Map<EngineReach, Set<ContactPoint>> members = engineSayers(self);
		members.forEach((reach, by) -> {
			if (reach != EngineReach.CONNECTS) {
				explanations.add(unreachedSelf(self, reach, by));
			}
		});
		addUnreachable(explanations);
		if (explanations.isEmpty() && !connecting.isEmpty()) {
			explanations.add(members.isEmpty()
					? ("the engine of %s takes connections from this node. If it cannot "
							+ "connect to this node at %s, open that port to it (muster.cluster.port), or correct "
							+ "muster.cluster.host of this node. Else see the log of both for a refused join: "
							+ "muster.pekko.* must be the same on all nodes")
						.formatted(connecting.get(0), self.address().hostAndPort())
					: ("the engines of this node and of %s connect to each other. See the log of both for a refused "
							+ "join: muster.pekko.*, TLS of the engine included, must be the same on all nodes")
						.formatted(connecting.get(0)));
		}
		return List.copyOf(explanations.subList(0, Math.min(explanations.size(), MAX)));
	}

	/**
	 * Explain which nodes have not joined the new cluster.
	 * @param forming its members
	 * @return the explanations
	 */
	List<String> whileForming(Collection<NodeAddress> forming) {
		List<String> explanations = new ArrayList<>();
		this.engines.forEach((node, reach) -> {
			if (reach.remedyOfTls() != null) {
				explanations.add("%s cannot join: its engine and that of this node do not agree on TLS: %s. %s"
					.formatted(node, reach.describe(), reach.remedyOfTls()));
			}
			else if (reach != EngineReach.CONNECTS) {
				explanations.add(("%s cannot join: this node cannot connect to its engine: %s. Open that port "
						+ "(muster.cluster.port), or correct muster.cluster.host there")
					.formatted(node, reach.describe()));
			}
		});
		this.contacts.all()
			.stream()
			.map((contact) -> contact.observation)
			.filter(Objects::nonNull)
			.filter((observation) -> !forming.contains(observation.node()))
			.map((observation) -> waitsFor(observation, null))
			.filter((text) -> !text.isEmpty())
			.map((text) -> "a node has not joined: " + text)
			.forEach(explanations::add);
		return List.copyOf(explanations.subList(0, Math.min(explanations.size(), MAX)));
	}

	private boolean isOtherTransport(SeedNodesObservation observation) {
		String other = observation.remarks().transport();
		return !observation.seedNodes().isEmpty() && this.transport != null && other != null
				&& !other.equals(this.transport);
	}

	private String unreached(NodeAddress seedNode, EngineReach reach) {
		if (reach.remedyOfTls() != null) {
			return "this node and the engine of %s do not agree on TLS: %s. %s".formatted(seedNode, reach.describe(),
					reach.remedyOfTls());
		}
		ContactPoint own = null;
		ContactPoint namedBy = null;
		for (ContactPointState contact : this.contacts.all()) {
			if (contact.isNode(seedNode)) {
				own = contact.contactPoint;
			}
			else if (contact.observation != null && contact.observation.seedNodes().contains(seedNode)) {
				namedBy = contact.contactPoint;
			}
		}
		if (reach == EngineReach.UNRESOLVED) {
			return ("the name '%s' of the member %s cannot be resolved by this node: set muster.cluster.host there to a "
					+ "name or an address that all nodes can resolve")
				.formatted(seedNode.host(), seedNode);
		}
		if (own == null && namedBy != null) {
			return ("%s, a member that %s names, answers nothing at its engine's port: %s. If its process is gone, stop "
					+ "what answers at %s; if it runs, open port %d in both directions between the nodes "
					+ "(muster.cluster.port)")
				.formatted(seedNode, namedBy, reach.describe(), namedBy, seedNode.port());
		}
		return ("%s%s answers nothing at its engine's port: %s. Open port %d in both directions between the nodes "
				+ "(muster.cluster.port, 25520 by default), or correct muster.cluster.host there")
			.formatted((own != null) ? own + " is alive and a member, but " : "", seedNode, reach.describe(),
					seedNode.port());
	}

	private static String unreachedSelf(Node self, EngineReach reach, Set<ContactPoint> by) {
		NodeAddress address = self.address();
		String members = ContactPointNames.of(by);
		if (reach.remedyOfTls() != null) {
			return "the cluster and the engine of this node at %s do not agree on TLS: %s, says %s. %s"
				.formatted(address.hostAndPort(), reach.describe(), members, reach.remedyOfTls());
		}
		return switch (reach) {
			case UNRESOLVED -> ("the cluster has to reach this node at %s, a name that %s cannot resolve: set "
					+ "muster.cluster.host of this node to a name or an address that all nodes can resolve")
				.formatted(address.hostAndPort(), members);
			case ELSEWHERE ->
				("the cluster has to reach this node at %s, which is another machine for %s, as its probes "
						+ "come from elsewhere: correct muster.cluster.host of this node")
					.formatted(address.hostAndPort(), members);
			default -> ("the cluster has to reach this node at %s, and cannot: %s, says %s. Open port %d to the other "
					+ "nodes (muster.cluster.port, 25520 by default), or correct muster.cluster.host of this node")
				.formatted(address.hostAndPort(), reach.describe(), members, address.port());
		};
	}

	/**
	 * Return how members reach this node's engine, and which of them say so.
	 */
	private Map<EngineReach, Set<ContactPoint>> engineSayers(Node self) {
		Map<EngineReach, Set<ContactPoint>> sayers = new EnumMap<>(EngineReach.class);
		remarks(Kind.ENGINE, (remark, by) -> {
			EngineReach reach = EngineReach.of(remark.text());
			if (reach != null && remark.subject().equals(self.address().toString())) {
				sayers.computeIfAbsent(reach, (key) -> new TreeSet<>()).add(by);
			}
		});
		return sayers;
	}

	private void addUnreachable(List<String> explanations) {
		Map<String, Set<ContactPoint>> unreachable = new LinkedHashMap<>();
		remarks(Kind.UNREACHABLE,
				(remark, by) -> unreachable.computeIfAbsent(remark.subject(), (key) -> new TreeSet<>()).add(by));
		unreachable.forEach((member, by) -> explanations
			.add(("the member %s is unreachable, says %s, and nobody becomes a full member before it is back or is "
					+ "removed. If it is gone for good, have an operator remove it (src/docs/operations.md)")
				.formatted(member, ContactPointNames.of(by))));
	}

	private void remarks(Kind kind, BiConsumer<Remark, ContactPoint> callback) {
		this.contacts.all().forEach((contact) -> {
			SeedNodesObservation observation = contact.observation;
			if (observation != null && !contact.self) {
				observation.remarks()
					.remarks()
					.stream()
					.filter((remark) -> remark.kind() == kind)
					.forEach((remark) -> callback.accept(remark, contact.contactPoint));
			}
		});
	}

	/**
	 * Return what this node says to operators on the pages of other nodes while it is a
	 * member: which nodes that are no members it can connect to.
	 * @param wait what it waits for, {@code null} if for nothing
	 * @return the remarks
	 */
	Remarks remarksOfMember(@Nullable Wait wait) {
		List<Remark> remarks = new ArrayList<>();
		this.engines.forEach((node, reach) -> remarks.add(new Remark(Kind.ENGINE, node.toString(), reach.name())));
		return new Remarks((wait != null) ? wait.cause() : null, remarks, this.transport);
	}

	/**
	 * Return what this node says to operators on the pages of other nodes while it is no
	 * member.
	 * @param self this node
	 * @param wait what it waits for, {@code null} if for nothing
	 * @return the remarks
	 */
	Remarks remarks(Node self, @Nullable Wait wait, long now) {
		List<Remark> remarks = new ArrayList<>();
		for (Announcement prober : this.probers.unknown(now)) {
			NodeAddress node = prober.node();
			if (node != null && node.system().equals(self.address().system())) {
				remarks.add(new Remark(Kind.UNLISTED, prober.contactPoint().toString(), this.lookups.describe()));
			}
		}
		long aliveMillis = this.probers.aliveMillis();
		for (ContactPointState contact : this.contacts.all()) {
			if (contact.isAliveUnheard(aliveMillis, now) && !contact.self) {
				remarks
					.add(new Remark(Kind.UNHEARD, contact.contactPoint.toString(), String.valueOf(contact.failure())));
			}
		}
		return new Remarks((wait != null) ? wait.cause() : null, remarks, this.transport);
	}

}

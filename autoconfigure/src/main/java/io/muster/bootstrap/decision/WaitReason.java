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

package io.muster.bootstrap.decision;

/**
 * The catalogue of reasons why a node waits. Each has an id, which is the heading of its
 * section in {@code src/docs/troubleshooting.md}, and a way out.
 */
public enum WaitReason {

	/**
	 * Bootstrap was not started.
	 */
	AUTO_STARTUP_OFF("bootstrap-not-started",
			"set muster.bootstrap.auto-startup=true, or have the application call BootstrapCoordinator.start()"),

	/**
	 * An operator had this node leave, and its process was started again.
	 */
	LEFT_ON_PURPOSE("left-on-purpose",
			"have it join with POST /actuator/cluster/join, or set muster.bootstrap.rejoin-after-leave=true"),

	/**
	 * The engine has not started yet.
	 */
	ENGINE_STARTING("engine-starting", "wait a few seconds; if it lasts, see the log of this node"),

	/**
	 * A source of contact points has never answered.
	 */
	DISCOVERY_SILENT("discovery-does-not-answer",
			"start the registry or correct its address: the failure is in the table of the sources. Without a registry, set muster.bootstrap.contact-point-discovery.contact-points"),

	/**
	 * Fewer nodes answer than are required.
	 */
	TOO_FEW_NODES("too-few-nodes",
			"start the missing nodes; where a contact point failed, do what its row says. The number is muster.bootstrap.contact-point-discovery.required-contact-point-nr"),

	/**
	 * Enough nodes answer, but a contact point does not.
	 */
	CONTACT_POINTS_SILENT("contact-points-without-answer",
			"do what the row of each failed contact point says, or have discovery drop those whose node is gone. To found without them, set muster.bootstrap.contact-point-discovery.contact-with-all-contact-points=false"),

	/**
	 * Nodes require different numbers, and the vote of one that requires more does not
	 * count for fewer votes.
	 */
	DIFFERING_NUMBERS("differing-required-numbers",
			"set muster.bootstrap.contact-point-discovery.required-contact-point-nr to the same number on all nodes"),

	/**
	 * This node may not found, and sees no cluster.
	 */
	NEW_CLUSTER_DISABLED("new-cluster-disabled",
			"start a node that may found, or set muster.bootstrap.new-cluster-enabled=true on this one"),

	/**
	 * This node cannot be probed, so it never founds, and sees no cluster.
	 */
	NO_WEB_SERVER("no-web-server", "start nodes with a web server; they found, and this one joins"),

	/**
	 * This node is a client, and sees no cluster of servers.
	 */
	NO_SERVER_KNOWN("no-known-servers",
			"start the servers, or set muster.cluster.client=false if this node is to be one"),

	/**
	 * The contact points changed a moment ago.
	 */
	STABLE_MARGIN("contact-points-changed",
			"wait; if they keep changing, correct discovery, or set muster.bootstrap.contact-point-discovery.required-contact-point-nr, with which nothing has to stay the same"),

	/**
	 * No node has become a candidate to found.
	 */
	NO_CANDIDATE("no-candidate", "see what the lowest node waits for, on its page or below"),

	/**
	 * This node votes for another one, which has not founded yet.
	 */
	VOTE_GIVEN("vote-given", "see what that node waits for, on its page or below"),

	/**
	 * This node is the candidate, and too few nodes vote for it.
	 */
	VOTES_MISSING("votes-missing", "see what the nodes wait for whose votes are missing, on their pages or below"),

	/**
	 * The node at the lowest contact point founds, and it is not this one.
	 */
	LOWEST_FOUNDS("lowest-contact-point-founds", "see what that node waits for, on its page or in its log"),

	/**
	 * Discovery does not list this node.
	 */
	NOT_LISTED("not-listed",
			"have it register, by the name that muster.bootstrap.contact-point-discovery.service-name says"),

	/**
	 * This node was a member, and too few of the other members answer.
	 */
	FORMER_MEMBERS("former-members-missing",
			"start the other members again. If they will never be back, remove the data-dir of this node (muster.bootstrap.data-dir), if it has one, and start it again"),

	/**
	 * This node cannot read or store what it must remember.
	 */
	STORAGE("storage-not-usable",
			"make space there or correct its permissions, or set muster.bootstrap.data-dir to another directory; the row Storage says what failed"),

	/**
	 * A member of a cluster probes this node, and does not answer it.
	 */
	MEMBER_UNHEARD("member-does-not-answer",
			"open the port of its web server to this node (firewall, security group, NetworkPolicy)"),

	/**
	 * There is a cluster, and no member to join through.
	 */
	NO_SEED_NODES("cluster-without-seed-nodes",
			"wait until its members are reachable or the previous incarnation of this node is removed; if it lasts, see GET /actuator/cluster there"),

	/**
	 * Discovery lists nodes only once they are ready, and they are ready only as members.
	 */
	READINESS_DEADLOCK("readiness-deadlock",
			"have discovery list nodes that are not ready, or take the cluster out of the readiness group"),

	/**
	 * The join decider of the application waits.
	 */
	OWN_DECIDER("own-join-decider", "see the JoinDecider bean of the application"),

	/**
	 * A member was asked, and this node has not been accepted.
	 */
	JOIN("join-not-complete",
			"wait a few seconds; if it lasts, do what is said of the port of the engine (muster.cluster.port), and see the log of the members"),

	/**
	 * This node joins through seed nodes, and none of them has accepted it.
	 */
	SEED_NODES("seed-nodes-without-answer",
			"start one of the seed nodes, or correct the addresses (muster.cluster.seed-nodes). Bootstrap stands back while they are set: remove them to use the contact points"),

	/**
	 * The application joins a cluster by itself.
	 */
	EXPLICIT_JOIN("explicit-join",
			"see why the application or its ActorSystem joins by itself; without that join, bootstrap finds the cluster"),

	/**
	 * The engine of a member cannot be connected to from this node.
	 */
	ENGINE_UNREACHABLE("engine-unreachable",
			"open the port of the engine in both directions (muster.cluster.port, 25520 by default), or correct muster.cluster.host of the member"),

	/**
	 * The members cannot connect to the engine of this node.
	 */
	SELF_UNREACHABLE("this-node-unreachable",
			"open the port of the engine to the members (muster.cluster.port, 25520 by default), or correct muster.cluster.host of this node"),

	/**
	 * The engines of this node and of the members do not agree on TLS.
	 */
	ENGINE_TLS("engines-disagree-on-tls",
			"give all nodes certificates of one authority (muster.security.ssl.bundle), or have none of them use TLS"),

	/**
	 * A cluster was founded, and too few nodes have joined it for it to count.
	 */
	FORMING("cluster-forming",
			"start the missing nodes, and open the port of the engine between all nodes (muster.cluster.port); the table below says what each node waits for"),

	/**
	 * The cluster removed this node.
	 */
	REMOVED("removed", "start it again, if it does not do so by itself (muster.cluster.on-removed)");

	private final String id;

	private final String wayOut;

	WaitReason(String id, String wayOut) {
		this.id = id;
		this.wayOut = wayOut;
	}

	/**
	 * Return the id.
	 * @return lower case words that hyphens connect
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return what to do about it, if nothing more specific is known.
	 * @return commands and settings, in words
	 */
	public String wayOut() {
		return this.wayOut;
	}

	/**
	 * Return where it is explained.
	 * @return a file of the project, and the section in it
	 */
	public String help() {
		return "src/docs/troubleshooting.md#" + this.id;
	}

}

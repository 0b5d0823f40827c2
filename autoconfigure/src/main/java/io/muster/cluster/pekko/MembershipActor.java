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

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.ClusterShuttingDown$;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.Member;
import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterLeader;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Membership;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;

/**
 * Actor that subscribes to Pekko's cluster events and keeps the {@link Membership}. It
 * also runs tasks that have to be in order with those events.
 */
final class MembershipActor extends AbstractActorWithTimers {

	private static final Log logger = LogFactory.getLog(MembershipActor.class);

	/**
	 * How often a node looks who has seen the members while its cluster is forming. Where
	 * there is a {@link PromptGossip}, it mostly tells sooner.
	 */
	private static final Duration LOOK = Duration.ofMillis(100);

	/**
	 * How often the leadership is checked: it shows in time that this process was
	 * suspended, and when a new leader may act.
	 */
	private static final Duration CHECK = Duration.ofMillis(500);

	/**
	 * Asks for a check of the leadership.
	 */
	static final Object CHECK_LEADERSHIP = new CheckLeadership();

	private static final Object TAKE_TURN = new TakeTurn();

	private final Cluster cluster;

	private final Membership membership;

	private final Consumer<ClusterState> publisher;

	private final Consumer<byte[]> receiver;

	private final Runnable stopped;

	private boolean entering;

	private ClusterLeader leadership = ClusterLeader.NONE;

	private final GossipPace pace;

	private @Nullable PromptGossip promptGossip;

	private boolean shuttingDown;

	private MembershipActor(Cluster cluster, Membership membership, Consumer<ClusterState> publisher,
			Consumer<byte[]> receiver, Runnable stopped) {
		this.cluster = cluster;
		this.membership = membership;
		this.publisher = publisher;
		this.receiver = receiver;
		this.stopped = stopped;
		this.pace = new GossipPace(Duration.ofNanos(cluster.settings().GossipInterval().toNanos()));
	}

	/**
	 * Return how to create the actor.
	 * @param cluster the cluster to listen to
	 * @param membership the membership to keep
	 * @param publisher takes each new state
	 * @param receiver takes each message of other nodes
	 * @param stopped runs when the actor has stopped
	 * @return the properties
	 */
	static Props props(Cluster cluster, Membership membership, Consumer<ClusterState> publisher,
			Consumer<byte[]> receiver, Runnable stopped) {
		return Props
			.create(MembershipActor.class, () -> new MembershipActor(cluster, membership, publisher, receiver, stopped))
			.withDispatcher("pekko.actor.internal-dispatcher");
	}

	@Override
	public void preStart() {
		publish();
		getTimers().startTimerWithFixedDelay(CheckLeadership.class, CHECK_LEADERSHIP, CHECK);
		this.cluster.subscribe(getSelf(), ClusterEvent.initialStateAsEvents(), MemberEvent.class,
				ReachabilityEvent.class, ClusterShuttingDown$.class);
		this.promptGossip = PromptGossip.create(this.cluster, getSelf());
	}

	@Override
	public void postStop() {
		this.stopped.run();
	}

	@Override
	public Receive createReceive() {
		return receiveBuilder().match(Runnable.class, Runnable::run)
			.match(byte[].class, this.receiver::accept)
			.match(MemberRemoved.class, (event) -> removed(event.member(), event.previousStatus()))
			.match(MemberEvent.class, (event) -> put(event.member()))
			.match(ReachabilityEvent.class, this::reachability)
			.match(CurrentClusterState.class, this::current)
			.match(LookAgain.class, (event) -> look())
			.match(CheckLeadership.class, (event) -> checkLeadership())
			.match(ClusterShuttingDown$.class, (event) -> this.shuttingDown = true)
			.match(TakeTurn.class, (event) -> takeTurn())
			.match(ActorIdentity.class, (connected) -> {
			})
			.matchAny(this::seen)
			.build();
	}

	private void seen(Object message) {
		if (this.promptGossip == null || !this.promptGossip.takesNews(message)) {
			unhandled(message);
			return;
		}
		look();
		news();
	}

	/**
	 * Gossip out of turn, because something has changed.
	 */
	private void news() {
		Duration pause = (this.promptGossip != null) ? this.pace.news(this.membership.size()) : null;
		if (pause != null && pause.isZero()) {
			takeTurn();
		}
		else if (pause != null) {
			getTimers().startSingleTimer(TakeTurn.class, TAKE_TURN, pause);
		}
	}

	private void takeTurn() {
		PromptGossip gossip = this.promptGossip;
		if (gossip != null && this.pace.isDue(gossip.isConverged() && this.membership.isSettled())) {
			gossip.takeTurn();
			Duration pause = this.pace.pause();
			if (pause != null) {
				getTimers().startSingleTimer(TakeTurn.class, TAKE_TURN, pause);
			}
		}
	}

	private void put(Member member) {
		news();
		if (isSelf(member) && !isIn(this.membership.state())) {
			// Pekko reports the members one by one. The reply comes after the last of
			// them.
			this.entering = true;
			this.cluster.sendCurrentClusterState(getSelf());
		}
		if (member.status() == org.apache.pekko.cluster.MemberStatus.joining()) {
			checkRoles(member);
			checkLeaderChange(member);
		}
		this.membership.put(NodeAddresses.node(member.uniqueAddress()), MusterRoles.nameIn(member.getRoles()),
				status(member.status()), MusterRoles.without(member.getRoles()), member.dataCenter(), member.upNumber(),
				MusterRoles.mayFound(member.getRoles()), MusterRoles.leaderChange(member.getRoles()),
				MusterRoles.webAddressIn(member.getRoles()));
		publish();
	}

	/**
	 * Warn of a plain Pekko node without Muster's server role: the split brain resolvers
	 * of Muster's nodes and its own would count different members.
	 */
	private void checkRoles(Member member) {
		if (!MusterRoles.areComplete(member.getRoles()) && MusterRoles.areComplete(this.cluster.getSelfRoles())) {
			logger.warn(("%s joins without the role '%s'. The split brain resolvers of Muster's nodes do not count it. "
					+ "Add that role to its pekko.cluster.roles, and set its "
					+ "pekko.cluster.split-brain-resolver.keep-majority.role to it")
				.formatted(member.address(), MusterRoles.SERVER));
		}
	}

	/**
	 * Warn of a server that wants another change of the leader: the change of all servers
	 * is the safe one then.
	 */
	private void checkLeaderChange(Member member) {
		LeaderChange own = MusterRoles.leaderChange(this.cluster.getSelfRoles());
		LeaderChange other = MusterRoles.leaderChange(member.getRoles());
		if (own != other && !isSelf(member) && !member.hasRole(NodeProfile.CLIENT_ROLE)
				&& !this.cluster.selfRoles().contains(NodeProfile.CLIENT_ROLE)) {
			logger
				.warn(("%s joins with muster.cluster.leader-change=%s, and this server has %s. Until it is the same on "
						+ "all servers, the leader changes safely, and has no fencing token")
					.formatted(member.address(), other.name().toLowerCase(Locale.ROOT),
							own.name().toLowerCase(Locale.ROOT)));
		}
	}

	private void current(CurrentClusterState current) {
		boolean entered = this.entering;
		this.entering = false;
		Set<NodeAddress> seenBy = new HashSet<>();
		current.getSeenBy().forEach((address) -> seenBy.add(NodeAddresses.nodeAddress(address)));
		boolean forming = this.membership.isForming();
		this.membership.seen(seenBy);
		ClusterState state = this.membership.state();
		if (entered || forming || !state.leadership().equals(this.leadership)) {
			publish(state);
		}
		lookAgain();
	}

	/**
	 * Look again soon who has seen the members, while the cluster is forming. Pekko has
	 * no public event for that, so that this must do where there is nothing else.
	 */
	private void lookAgain() {
		if (this.membership.isForming()) {
			getTimers().startSingleTimer(LookAgain.class, new LookAgain(), LOOK);
		}
	}

	private void look() {
		if (this.membership.isForming()) {
			this.cluster.sendCurrentClusterState(getSelf());
		}
	}

	private void removed(Member member, org.apache.pekko.cluster.MemberStatus previous) {
		// Pekko reports all members as removed when it shuts down. Only this one was.
		boolean self = isSelf(member);
		if (!this.shuttingDown || self) {
			this.entering = this.entering && !self;
			this.membership.removed(NodeAddresses.node(member.uniqueAddress()),
					isLeaving(previous) ? Kind.LEFT : Kind.FAILED);
			publish();
		}
	}

	/**
	 * Return whether a member with this previous status left rather than failed. The
	 * previous status of a failed member is not always DOWN: a node that was downed shuts
	 * down at once, mostly before its own listeners see that status.
	 */
	private static boolean isLeaving(org.apache.pekko.cluster.MemberStatus status) {
		return status == org.apache.pekko.cluster.MemberStatus.leaving()
				|| status == org.apache.pekko.cluster.MemberStatus.exiting();
	}

	private void reachability(ReachabilityEvent event) {
		news();
		this.membership.reachable(NodeAddresses.node(event.member().uniqueAddress()), event instanceof ReachableMember);
		publish();
	}

	private boolean isSelf(Member member) {
		return member.uniqueAddress().equals(this.cluster.selfUniqueAddress());
	}

	private void publish() {
		publish(this.membership.state());
	}

	private void publish(ClusterState state) {
		this.leadership = state.leadership();
		if (!this.entering && (isIn(state) || state.members().isEmpty())) {
			this.publisher.accept(state);
		}
	}

	/**
	 * Return whether this node has entered a cluster, even one that is still forming.
	 */
	private static boolean isIn(ClusterState state) {
		return state.selfMember() != null || state.forming() != null;
	}

	private static MemberStatus status(org.apache.pekko.cluster.MemberStatus status) {
		for (MemberStatus candidate : MemberStatus.values()) {
			if (candidate.text().equals(status.toString())) {
				return candidate;
			}
		}
		// PreparingForShutdown and ReadyForShutdown: the whole cluster shuts down.
		return MemberStatus.LEAVING;
	}

	private void checkLeadership() {
		ClusterState state = this.membership.state();
		if (!state.leadership().equals(this.leadership)) {
			publish(state);
		}
		if (isIn(state)) {
			this.cluster.sendCurrentClusterState(getSelf());
		}
	}

	/**
	 * Asks for the state of the cluster again.
	 */
	private record LookAgain() {
	}

	/**
	 * Asks for a check of the leadership.
	 */
	private record CheckLeadership() {
	}

	/**
	 * Asks to gossip out of turn.
	 */
	private record TakeTurn() {
	}

}

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

package io.muster.operations;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.NodeControl;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.contactpoint.ContactPoint;
import io.muster.operations.OperationRefusedException.Kind;

/**
 * What an operator does with a running node, as with {@code serf join},
 * {@code serf leave} and {@code serf force-leave}. The write operations of the
 * {@code cluster} endpoint do the same. An operation that is refused changes nothing. All
 * methods may be called from any thread.
 */
public final class ClusterOperations {

	private final ClusterEngine engine;

	private final NodeControl node;

	private final Supplier<@Nullable OperatorJoin> join;

	/**
	 * Create the operations.
	 * @param engine the engine
	 * @param node has this node stay outside
	 * @param join joins through contact points, gives {@code null} if bootstrap is off
	 */
	public ClusterOperations(ClusterEngine engine, NodeControl node, Supplier<@Nullable OperatorJoin> join) {
		this.engine = engine;
		this.node = node;
		this.join = join;
	}

	/**
	 * Have this node and others in one cluster. The outcome is the same on whichever of
	 * these nodes this is called. A node outside joins one that is a member, even if it
	 * left before. A cluster with one member gives way to another. Nodes of which none is
	 * a member find each other, and found a cluster by the rules of bootstrap. Nothing is
	 * done if all of them are in one cluster already.
	 * <p>
	 * Waits for the answers of the other nodes. One that gives none is asked again for
	 * five seconds. A node outside that takes no invitation from this one is waited for,
	 * at most {@code join-timeout}: where nodes introduce themselves, it finds this one
	 * and comes by itself. If none of the nodes is a member, but they are enough to found
	 * a cluster, also waits until they have done so, at most {@code join-timeout}.
	 * Otherwise, events say later when nodes become members.
	 * @param addresses the addresses of the web servers of other nodes, as
	 * {@code host:port} or {@code http(s)://host:port/path}; where port or path are left
	 * out, they are those of this node
	 * @return the number of nodes that were contacted, and the addresses that failed
	 * @throws OperationRefusedException if an address cannot be read, all addresses are
	 * this node's own, no node was contacted, or two clusters of more than one member
	 * each would have to be merged
	 * @throws IllegalStateException if the thread is interrupted
	 */
	public JoinOutcome join(Collection<String> addresses) {
		OperatorJoin join = operatorJoin();
		CompletableFuture<JoinOutcome> outcome = joinLater(addresses);
		try {
			return outcome.get(join.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
		catch (TimeoutException ex) {
			throw new OperationRefusedException(Kind.UNREACHABLE, "No answers in time");
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
	}

	/**
	 * Do the same as {@link #join(Collection)}, but without waiting.
	 * @param addresses the addresses of the web servers of other nodes
	 * @return completes on any thread, with the outcome or an
	 * {@link OperationRefusedException}
	 * @throws OperationRefusedException if the addresses or the state of this node rule
	 * the join out
	 */
	public CompletableFuture<JoinOutcome> joinLater(Collection<String> addresses) {
		return operatorJoin().join(addresses);
	}

	/**
	 * Follow an invitation of another node. Returns at once; the log says if the
	 * invitation is not followed.
	 * @param target the contact point to join through
	 * @throws OperationRefusedException if bootstrap is off
	 */
	public void invited(ContactPoint target) {
		operatorJoin().invited(target);
	}

	private OperatorJoin operatorJoin() {
		OperatorJoin join = this.join.get();
		if (join == null) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"This node contacts no others: muster.bootstrap.enabled is false");
		}
		return join;
	}

	/**
	 * Leave the cluster gracefully, and stay outside until an operator has this node
	 * join, or the application is started again; {@code on-removed} does not apply.
	 * Returns at once; events say when this node has left. Does nothing if it is leaving
	 * already.
	 * @throws OperationRefusedException if this node is not a member
	 */
	public void leave() {
		EngineStatus status = this.engine.state().status();
		if (status != EngineStatus.MEMBER && status != EngineStatus.LEAVING) {
			throw notAMember(status);
		}
		this.node.stayOut();
		if (status == EngineStatus.MEMBER) {
			this.engine.leave();
		}
	}

	private static OperationRefusedException notAMember(EngineStatus status) {
		return new OperationRefusedException(
				(status == EngineStatus.NEW || status == EngineStatus.STOPPED) ? Kind.UNAVAILABLE : Kind.CONFLICT,
				"This node is no member of the cluster: it is " + status);
	}

	/**
	 * Have a member leave. Without force, the member leaves gracefully, and stays outside
	 * until an operator has it join, or it is started again. With force, the member is
	 * declared failed at once, without waiting for the failure detector. That is refused
	 * unless the member is unreachable, from which this node concludes that its process
	 * has ended, or hangs while it leaves: other members start at once what it was
	 * running, and if it lived, it would still run it as well. Returns at once; events
	 * say when the member has left.
	 * @param node the name of the member, its engine address, or host and port of that
	 * @param force whether to declare it failed
	 * @return the member as it was
	 * @throws OperationRefusedException if there is no such member, several have that
	 * name, or it has left; if it is unreachable and not forced; if it is forced, but
	 * reachable or this node itself
	 */
	public Member remove(String node, boolean force) {
		ClusterState state = this.engine.state();
		if (state.members().isEmpty()) {
			throw notAMember(state.status());
		}
		Member member = member(state, node);
		if (force) {
			down(state, member);
		}
		else if (member.node().equals(state.self())) {
			leave();
		}
		else {
			leave(member);
		}
		return member;
	}

	/**
	 * Find a member. A name that several members have is refused, because it could be
	 * that of the wrong one.
	 */
	private static Member member(ClusterState state, String node) {
		List<Member> named = state.members().stream().filter((candidate) -> isNamed(candidate, node)).toList();
		if (named.isEmpty()) {
			throw unknown(state, node);
		}
		if (named.size() > 1) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"%d members have the name '%s': name one by its address, %s".formatted(named.size(), node,
							named.stream()
								.map((candidate) -> candidate.address().hostAndPort())
								.collect(Collectors.joining(" or "))));
		}
		return named.get(0);
	}

	private static boolean isNamed(Member member, String node) {
		return member.name().equals(node) || member.address().toString().equals(node)
				|| member.address().hostAndPort().equals(node);
	}

	private static OperationRefusedException unknown(ClusterState state, String node) {
		List<DepartedMember> departed = state.departed()
			.stream()
			.filter((candidate) -> isNamed(candidate.member(), node))
			.toList();
		if (departed.isEmpty()) {
			return new OperationRefusedException(Kind.UNKNOWN, "There is no member '%s' in cluster '%s'".formatted(node,
					state.members().get(0).address().system()));
		}
		DepartedMember last = departed.get(departed.size() - 1);
		return new OperationRefusedException(Kind.GONE, "%s is no member any more: it %s at %s".formatted(
				last.member().address(), (last.kind() == DepartedMember.Kind.LEFT) ? "left" : "failed", last.at()));
	}

	private void leave(Member member) {
		if (!member.reachable()) {
			throw new OperationRefusedException(Kind.CONFLICT, ("%s cannot be asked to leave, because it is "
					+ "unreachable. If its process has ended, use force: DELETE /actuator/cluster/%s?force=true")
				.formatted(member.address(), member.address().hostAndPort()));
		}
		if (member.status().isJoinable()) {
			this.engine.leave(member.address());
		}
	}

	private void down(ClusterState state, Member member) {
		if (member.node().equals(state.self())) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"This node cannot force itself out: have it leave, by POST /actuator/cluster/leave");
		}
		if (member.reachable() && member.status().isJoinable()) {
			throw new OperationRefusedException(Kind.CONFLICT, ("%s is reachable, and what it runs would be started "
					+ "elsewhere while it still runs it. Ask it to leave, without force, or end its process first")
				.formatted(member.address()));
		}
		if (member.status() != MemberStatus.DOWN) {
			this.engine.down(member.address());
		}
	}

}

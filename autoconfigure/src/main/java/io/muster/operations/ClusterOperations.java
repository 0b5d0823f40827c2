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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.ClusterLifecycle;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.contactpoint.ContactPoint;
import io.muster.operations.OperationRefusedException.Kind;

/**
 * What an operator tells a running node, as with {@code serf join}, {@code serf leave}
 * and {@code serf force-leave}. The same as the write operations of the {@code cluster}
 * endpoint. What is refused changes nothing. All methods may be called from any thread.
 */
public final class ClusterOperations {

	private final ClusterEngine engine;

	private final ClusterLifecycle lifecycle;

	private final Supplier<@Nullable OperatorJoin> join;

	/**
	 * Create the operations.
	 * @param engine the engine
	 * @param lifecycle starts the engine again where that is needed
	 * @param join joins through contact points, gives {@code null} if bootstrap is off
	 */
	public ClusterOperations(ClusterEngine engine, ClusterLifecycle lifecycle, Supplier<@Nullable OperatorJoin> join) {
		this.engine = engine;
		this.lifecycle = lifecycle;
		this.join = join;
	}

	/**
	 * Have this node and others in one cluster. Joining is symmetric: the same comes of
	 * it whichever of the nodes is told. Who is no member joins who is one, also if it
	 * had left; a node that is alone in its cluster gives that up; nodes of which none is
	 * a member come to know each other, and found by the rules of bootstrap. Where all
	 * are in one cluster already, nothing is done.
	 * <p>
	 * Waits until the other nodes have answered, at most for twice the request timeout
	 * and two seconds. That nodes have become members, events tell later.
	 * @param addresses where the web servers of other nodes are, as {@code host:port} or
	 * {@code http(s)://host:port/path}; port and path are this node's where they are left
	 * out
	 * @return who was contacted and who not
	 * @throws OperationRefusedException if an address is none, nobody but this node is
	 * named, nobody was contacted, or two clusters of more than one member each would
	 * have to be merged
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
			throw unwrap(ex);
		}
	}

	/**
	 * As {@link #join(Collection)}, but without waiting.
	 * @param addresses where the web servers of other nodes are
	 * @return completes on any thread with who was contacted, or with an
	 * {@link OperationRefusedException}
	 * @throws OperationRefusedException if it is clear at once
	 */
	public CompletableFuture<JoinOutcome> joinLater(Collection<String> addresses) {
		return operatorJoin().join(addresses, this.lifecycle.removal());
	}

	/**
	 * Take an invitation of another node.
	 * @param target through whom to join
	 */
	public void invited(ContactPoint target) {
		operatorJoin().invited(target, this.lifecycle.removal());
	}

	private OperatorJoin operatorJoin() {
		OperatorJoin join = this.join.get();
		if (join == null) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"This node contacts nobody: muster.bootstrap.enabled is false");
		}
		return join;
	}

	/**
	 * Return the exception that a call would have thrown.
	 * @param failure what a {@link #joinLater} completed with
	 * @return the exception itself
	 */
	public static RuntimeException unwrap(Throwable failure) {
		Throwable cause = ((failure instanceof CompletionException || failure instanceof ExecutionException)
				&& failure.getCause() != null) ? failure.getCause() : failure;
		return (cause instanceof RuntimeException exception) ? exception : new IllegalStateException(cause);
	}

	/**
	 * Leave the cluster gracefully and stay outside until this node is told to join, or
	 * is started again; {@code on-removed} does not apply. Returns at once; events tell
	 * the outcome. Does nothing if this node is leaving already.
	 * @throws OperationRefusedException if this node is no member
	 */
	public void leave() {
		EngineStatus status = this.engine.state().status();
		if (status != EngineStatus.MEMBER && status != EngineStatus.LEAVING) {
			throw notAMember(status);
		}
		this.lifecycle.removal().stayOutside();
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
	 * Have a member leave. Asked without force, it leaves gracefully, and stays outside
	 * until it is told to join or is started again. With force, it is declared failed,
	 * without waiting for the failure detector: only when its process has ended, which
	 * this node takes from its being unreachable, or if it hangs while it leaves. What a
	 * member declared failed runs, another may start at once, while the member, if it
	 * lived, would still run it, too. Returns at once; events tell the outcome.
	 * @param node its name, its engine address, or host and port of that
	 * @param force whether to declare it failed
	 * @return the member as it was
	 * @throws OperationRefusedException if there is no such member, or several of that
	 * name; if it has left; if it is unreachable but not forced, or forced but reachable
	 * or this node itself
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
	 * Nobody is removed by a name that several have: it could be the wrong one.
	 */
	private static Member member(ClusterState state, String node) {
		List<Member> named = state.members().stream().filter((candidate) -> isNamed(candidate, node)).toList();
		if (named.isEmpty()) {
			throw unknown(state, node);
		}
		if (named.size() > 1) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"%d members have the name '%s': tell which by its address, %s".formatted(named.size(), node,
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
			throw new OperationRefusedException(Kind.CONFLICT, ("%s can not be asked to leave, because it is "
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
					"This node can not force itself out: tell it to leave, by POST /actuator/cluster/leave");
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

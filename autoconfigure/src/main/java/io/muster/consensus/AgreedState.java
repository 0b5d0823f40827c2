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

package io.muster.consensus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;

/**
 * What the servers agree on: who has a session, who stands for which role and who leads
 * it, and who holds which lock. The same commands in the same order lead to the same
 * state on each server.
 * <p>
 * A server leads a role until it withdraws or its session is closed; nothing else takes a
 * leadership away. The next one is granted in the same step, to the server that leads the
 * fewest roles, of several to the one that has stood for it longest. Immutable.
 *
 * @param begun whether grants are allowed
 * @param sessions the servers with a session
 * @param roles the roles for which a server stands
 * @param locks the locks
 */
public record AgreedState(boolean begun, Set<Node> sessions, SortedMap<String, Role> roles, AgreedLocks locks) {

	/**
	 * The state of a group that was just founded.
	 */
	public static final AgreedState EMPTY = new AgreedState(false, Set.of(), new TreeMap<>(), AgreedLocks.NONE);

	public AgreedState {
		sessions = Collections.unmodifiableSet(new LinkedHashSet<>(sessions));
		roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
	}

	/**
	 * Return the server that leads a role.
	 * @param role the role
	 * @return the server or {@code null} if there is none
	 */
	public @Nullable Node holder(String role) {
		Role state = this.roles.get(role);
		return (state != null) ? state.holder() : null;
	}

	/**
	 * Return the tokens of all terms, by role.
	 */
	Map<String, Long> tokens() {
		Map<String, Long> result = new TreeMap<>();
		this.roles.forEach((name, role) -> result.put(name, role.token()));
		return result;
	}

	/**
	 * Return the roles for which a server stands.
	 */
	Set<String> standing(Node server) {
		Set<String> result = new LinkedHashSet<>();
		this.roles.forEach((name, role) -> {
			if (role.standing().contains(server)) {
				result.add(name);
			}
		});
		return result;
	}

	/**
	 * Return the state after a command.
	 * @param command the command
	 * @param token the token of what the command grants
	 * @return the state, this one if the command changes nothing
	 */
	AgreedState apply(Command command, long token) {
		if (command instanceof Command.Begin begin) {
			return this.begun ? this : new AgreedState(true, this.sessions, this.roles,
					begin.complete() ? this.locks : this.locks.forgotten(begin.time()));
		}
		if (command instanceof Command.Open open) {
			return open(open.server());
		}
		if (command instanceof Command.Close close) {
			return close(close.server(), close.time(), token);
		}
		if (command instanceof Command.Stand stand) {
			return stand(stand.server(), stand.role(), token);
		}
		if (command instanceof Command.Withdraw withdraw) {
			return withdraw(withdraw.server(), withdraw.role(), token);
		}
		if (command instanceof Command.Request request) {
			return this.sessions.contains(request.server()) ? with(this.locks.at(request.time(), token)
				.request(request.server(), request.lock(), request.request(), token)) : this;
		}
		if (command instanceof Command.Release release) {
			return with(this.locks.at(release.time(), token)
				.release(release.server(), release.lock(), release.used(), token));
		}
		if (command instanceof Command.Pass pass) {
			return with(this.locks.at(pass.time(), token));
		}
		return this;
	}

	private AgreedState with(AgreedLocks locks) {
		return (locks != this.locks) ? new AgreedState(this.begun, this.sessions, this.roles, locks) : this;
	}

	private AgreedState open(Node server) {
		if (this.sessions.contains(server)) {
			return this;
		}
		Set<Node> sessions = new LinkedHashSet<>(this.sessions);
		sessions.add(server);
		return new AgreedState(this.begun, sessions, this.roles, this.locks);
	}

	private AgreedState close(Node server, long time, long token) {
		if (!this.sessions.contains(server)) {
			return this;
		}
		Set<Node> sessions = new LinkedHashSet<>(this.sessions);
		sessions.remove(server);
		AgreedState state = new AgreedState(this.begun, sessions, this.roles,
				this.locks.at(time, token).close(server, token));
		for (String role : standing(server)) {
			state = state.withdraw(server, role, token);
		}
		return state;
	}

	private AgreedState stand(Node server, String role, long token) {
		Role known = this.roles.getOrDefault(role, Role.VACANT);
		if (!this.sessions.contains(server) || known.standing().contains(server)) {
			return this;
		}
		List<Node> standing = new ArrayList<>(known.standing());
		standing.add(server);
		return with(role, new Role(standing, known.holder(), known.token()), token);
	}

	private AgreedState withdraw(Node server, String role, long token) {
		Role known = this.roles.getOrDefault(role, Role.VACANT);
		if (!known.standing().contains(server)) {
			return this;
		}
		List<Node> standing = new ArrayList<>(known.standing());
		standing.remove(server);
		return with(role, server.equals(known.holder()) ? new Role(standing, null, 0)
				: new Role(standing, known.holder(), known.token()), token);
	}

	private AgreedState with(String name, Role role, long token) {
		TreeMap<String, Role> roles = new TreeMap<>(this.roles);
		if (role.standing().isEmpty()) {
			roles.remove(name);
		}
		else {
			roles.put(name, (role.holder() != null) ? role : new Role(role.standing(), next(role), token));
		}
		return new AgreedState(this.begun, this.sessions, roles, this.locks);
	}

	private Node next(Role role) {
		return Collections.min(role.standing(), Comparator.comparingLong(this::held));
	}

	private long held(Node server) {
		return this.roles.values().stream().filter((role) -> server.equals(role.holder())).count();
	}

	/**
	 * A role for which a server stands.
	 *
	 * @param standing the servers that stand for it, the first for the longest time; its
	 * holder is one of them
	 * @param holder the server that leads it, {@code null} while it is being granted
	 * @param token the token of the holder's term
	 */
	public record Role(List<Node> standing, @Nullable Node holder, long token) {

		static final Role VACANT = new Role(List.of(), null, 0);

		public Role {
			standing = List.copyOf(standing);
		}

	}

}

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
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.muster.consensus.ConsensusLedger.ConsensusViolation;

/**
 * The cluster of a simulated world, as the engine keeps it. All changes are in one list,
 * of which each server knows a first part. It lets only one side of a partition survive,
 * which is what the consensus relies on.
 */
final class SimulatedMembership {

	private static final long MILLIS = 1_000_000;

	/**
	 * How long servers look for a cluster before they form one.
	 */
	private static final long DISCOVERY = 2000 * MILLIS;

	final List<Change> changes = new ArrayList<>();

	/**
	 * Who is a member in truth, the oldest first.
	 */
	final Set<SimulatedServer> members = new LinkedHashSet<>();

	private final ConsensusSimulation world;

	/**
	 * When a process ended last.
	 */
	private long endedAt;

	SimulatedMembership(ConsensusSimulation world) {
		this.world = world;
	}

	void ended() {
		this.endedAt = this.world.now;
	}

	/**
	 * Let a server be Up. The leader of the cluster decides that, so it knows it first.
	 */
	private void up(SimulatedServer server) {
		SimulatedServer leader = this.members.stream()
			.min(Comparator.comparing((member) -> member.node))
			.orElse(server);
		change(Kind.UP, server);
		learn(leader, this.changes.size());
		learn(server, this.changes.size());
	}

	private void change(Kind kind, SimulatedServer server) {
		this.world.log(() -> server + " is " + kind);
		this.changes.add(new Change(kind, server));
		if (kind == Kind.UP) {
			this.members.add(server);
		}
		if (kind == Kind.REMOVED) {
			this.members.remove(server);
			server.condemned = server.alive;
		}
	}

	/**
	 * Look after one server's view of the cluster, again and again.
	 */
	void attend(SimulatedServer server) {
		server.later((150 + this.world.random.nextInt(350)) * MILLIS, () -> {
			if (server.isMember()) {
				look(server);
			}
			else {
				join(server);
			}
			if (server.alive) {
				attend(server);
			}
		});
	}

	private void join(SimulatedServer server) {
		if (server.leaving) {
			server.end("leaves before it joined");
			return;
		}
		List<SimulatedServer> alive = this.world.servers();
		if (alive.stream().noneMatch((other) -> other.condemned || this.members.contains(other))
				&& this.world.now - this.endedAt > DISCOVERY) {
			List.copyOf(this.members).forEach((member) -> change(Kind.REMOVED, member));
			up(server);
		}
		// The process before it at its address is gone for sure.
		Set<SimulatedServer> replaced = new HashSet<>();
		for (SimulatedServer member : this.members) {
			SimulatedServer now = this.world.slots[member.slot];
			if (!member.alive && now != null && now.alive) {
				replaced.add(member);
			}
		}
		Set<SimulatedServer> rest = new LinkedHashSet<>(this.members);
		rest.removeAll(replaced);
		rest.add(server);
		if (rest.size() > 1 && !server.isMember() && isConverged(rest, server)) {
			replaced.forEach((member) -> change(Kind.REMOVED, member));
			up(server);
		}
	}

	/**
	 * Have a process pass for the one before, which the others did not see end.
	 * @return whether it is a member
	 */
	boolean replace(SimulatedServer before, SimulatedServer server) {
		if (!this.members.contains(before)) {
			return false;
		}
		this.changes.replaceAll((change) -> (change.server() == before) ? new Change(change.kind(), server) : change);
		List<SimulatedServer> members = new ArrayList<>(this.members);
		members.replaceAll((member) -> (member == before) ? server : member);
		this.members.clear();
		this.members.addAll(members);
		server.seen = before.seen;
		this.world.servers().forEach(SimulatedServer::see);
		return true;
	}

	/**
	 * Return whether servers agree on what they see, and reach each other.
	 */
	private boolean isConverged(Set<SimulatedServer> servers, SimulatedServer joining) {
		for (SimulatedServer one : servers) {
			if (!one.alive || one.isPaused() || (one != joining && one.seen < this.changes.size())) {
				return false;
			}
			for (SimulatedServer other : servers) {
				if (!this.world.isLinked(one, other) || one.unreachable.contains(other)) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Have a server leave, whose consensus has closed or took too long for that.
	 */
	void leave(SimulatedServer server) {
		if (!this.members.contains(server)) {
			return;
		}
		change(Kind.LEAVING, server);
		learn(server, this.changes.size());
		awaitRemoval(server, 100);
	}

	private void awaitRemoval(SimulatedServer server, int attempts) {
		Set<SimulatedServer> rest = new LinkedHashSet<>(this.members);
		if (rest.contains(server) && isConverged(rest, server)) {
			change(Kind.REMOVED, server);
			rest.remove(server);
		}
		if (!this.members.contains(server) || attempts == 0) {
			server.end("left");
			return;
		}
		server.later(100 * MILLIS, () -> awaitRemoval(server, attempts - 1));
	}

	private void learn(SimulatedServer server, int seen) {
		server.seen = seen;
		server.see();
	}

	private void look(SimulatedServer server) {
		long now = this.world.now;
		SimulatedServer source = null;
		Set<SimulatedServer> unreachable = new HashSet<>();
		for (SimulatedServer peer : server.members.keySet()) {
			if (peer == server) {
				continue;
			}
			boolean contact = peer.alive && !peer.isPaused() && this.world.isLinked(server, peer);
			if (contact) {
				server.contactAt.put(peer, now);
			}
			long patience = server.patience.computeIfAbsent(peer,
					(key) -> (4000 + this.world.random.nextInt(2000)) * MILLIS);
			if (now - server.contactAt.computeIfAbsent(peer, (key) -> now) > patience) {
				unreachable.add(peer);
			}
		}
		for (SimulatedServer peer : this.members) {
			if (peer.alive && !peer.isPaused() && this.world.isLinked(server, peer) && peer.seen > server.seen
					&& (source == null || this.world.random.nextBoolean())) {
				source = peer;
			}
		}
		boolean changed = !unreachable.equals(server.unreachable);
		if (changed) {
			server.unreachable = unreachable;
			server.unreachableSince = now;
			this.world.log(() -> server + " does not reach " + unreachable);
		}
		if (source != null && server.condemned) {
			server.end("was removed");
			return;
		}
		if (source != null) {
			server.unreachableSince = now;
			learn(server, source.seen);
			server.contactAt.keySet().retainAll(server.members.keySet());
		}
		else if (changed) {
			server.tell();
		}
		unreachable.retainAll(server.members.keySet());
		if (!unreachable.isEmpty() && now - server.unreachableSince >= this.world.plan.stableAfter * MILLIS) {
			resolve(server);
		}
	}

	/**
	 * Let the majority survive, of two halves the one with the lowest address.
	 */
	private void resolve(SimulatedServer server) {
		Set<SimulatedServer> side = new LinkedHashSet<>(server.members.keySet());
		side.removeAll(server.unreachable);
		if (server.condemned || !survives(side, server.members.keySet()) || !survives(side, this.members)) {
			server.end("is on the smaller side");
			return;
		}
		if (!this.members.contains(server)) {
			throw new ConsensusViolation("two sides survive");
		}
		this.world.log(() -> server + " removes " + server.unreachable);
		for (SimulatedServer lost : server.unreachable) {
			if (this.members.contains(lost)) {
				change(Kind.REMOVED, lost);
			}
		}
		learn(server, this.changes.size());
	}

	private static boolean survives(Set<SimulatedServer> side, Set<SimulatedServer> all) {
		long reached = all.stream().filter(side::contains).count();
		if (2 * reached != all.size()) {
			return 2 * reached > all.size();
		}
		return side.contains(all.stream().min(Comparator.comparing((member) -> member.node)).orElseThrow());
	}

	enum Kind {

		UP, LEAVING, REMOVED

	}

	/**
	 * A change of the cluster.
	 *
	 * @param kind what happens
	 * @param server to whom
	 */
	record Change(Kind kind, SimulatedServer server) {
	}

}

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

package io.muster.cluster;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When another server becomes the leader. Clients never lead. The servers of a cluster
 * change eagerly only if all of them want that.
 */
public enum LeaderChange {

	/**
	 * The servers elect the leader by consensus, with a majority of them. It stays the
	 * leader until it leaves, gives the leadership up or gives no sign of life. Its term
	 * has a fencing token. The leader of a single data center changes as if it were
	 * {@link #SAFE}.
	 */
	CONSENSUS {

		@Override
		@Nullable Node leader(List<Member> members, @Nullable Node self) {
			return SAFE.leader(members, self);
		}

		@Override
		String successor() {
			return "when it has given no sign of life for some seconds";
		}

	},

	/**
	 * The leader is the server that has been in the cluster longest. It stays the leader
	 * until it leaves or is removed, however long it is unreachable. It acts as leader
	 * only while it reaches a majority of the servers of its data center.
	 * <p>
	 * Of several data centers, the one whose name sorts first has the leader: engines
	 * compare the ages of members only within a data center.
	 */
	SAFE {

		@Override
		@Nullable Node leader(List<Member> members, @Nullable Node self) {
			return members.stream()
				.filter((member) -> mayLead(member))
				.reduce((first, other) -> (other.dataCenter().compareTo(first.dataCenter()) < 0) ? other : first)
				.map(Member::node)
				.orElse(null);
		}

	},

	/**
	 * The leader is the reachable server with the lowest address. When it becomes
	 * unreachable for a node, the next leads for that node at once. So two servers may
	 * lead for as long as they do not reach each other. This is the rule of Akka and
	 * Pekko, over all data centers.
	 *
	 * @see <a href=
	 * "https://pekko.apache.org/docs/pekko/current/typed/cluster-concepts.html#leader">Pekko:
	 * Leader</a>
	 */
	EAGER {

		@Override
		@Nullable Node leader(List<Member> members, @Nullable Node self) {
			return members.stream()
				.filter((member) -> !member.isClient() && member.status() != MemberStatus.DOWN
						&& (member.reachable() || member.node().equals(self)))
				.min(LOWEST)
				.map(Member::node)
				.orElse(null);
		}

	};

	private static final Comparator<Member> LOWEST = Comparator.comparing(LeaderChange::rank)
		.thenComparing(Member::address)
		.thenComparing(Member::node);

	/**
	 * Return when another server leads after the leader has become unreachable, for a
	 * message.
	 */
	String successor() {
		return "once it has been removed";
	}

	/**
	 * Return the leader among some members.
	 * @param members the members, oldest first
	 * @param self this node, which always counts as reachable
	 * @return the leader or {@code null} if there is none
	 */
	abstract @Nullable Node leader(List<Member> members, @Nullable Node self);

	/**
	 * Return the leader of a data center.
	 * @param dataCenter the name of the data center
	 * @param members the members of all data centers, oldest first
	 * @param self this node
	 * @return the leader or {@code null} if there is none
	 */
	@Nullable Node leader(String dataCenter, List<Member> members, @Nullable Node self) {
		return leader(members.stream().filter((member) -> member.dataCenter().equals(dataCenter)).toList(), self);
	}

	/**
	 * Return whether a member may be the safe leader. One that is exiting has seen that
	 * it leaves, so that another may lead at once. One that is down may not know it yet.
	 */
	static boolean mayLead(Member member) {
		MemberStatus status = member.status();
		return !member.isClient()
				&& (status == MemberStatus.UP || status == MemberStatus.LEAVING || status == MemberStatus.DOWN);
	}

	private static int rank(Member member) {
		return switch (member.status()) {
			case UP, LEAVING -> 0;
			case EXITING -> 1;
			case WEAKLY_UP -> 2;
			case JOINING -> 3;
			case DOWN, REMOVED -> 4;
		};
	}

}

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
 * The rule that decides which member leads a data center. It is the rule of Pekko's
 * {@code MembershipState.leaderOf}, except that clients never lead: the leader is the
 * reachable member with the lowest address that is up or leaving. If there is none, it is
 * the one next to that status.
 *
 * @see <a href=
 * "https://pekko.apache.org/docs/pekko/current/typed/cluster-concepts.html#leader">Pekko:
 * Leader</a>
 */
final class Leaders {

	private static final Comparator<Member> ORDER = Comparator.comparing(Leaders::rank)
		.thenComparing(Member::address)
		.thenComparing(Member::node);

	private Leaders() {
	}

	/**
	 * Return the leader of a data center.
	 * @param dataCenter the name of the data center
	 * @param members all members
	 * @param self this node, which always counts as reachable
	 * @return the leader or {@code null} if there is none
	 */
	static @Nullable Node of(String dataCenter, List<Member> members, @Nullable Node self) {
		return members.stream()
			.filter((member) -> member.dataCenter().equals(dataCenter) && !member.isClient()
					&& (member.reachable() || member.node().equals(self)) && member.status() != MemberStatus.DOWN)
			.min(ORDER)
			.map(Member::node)
			.orElse(null);
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

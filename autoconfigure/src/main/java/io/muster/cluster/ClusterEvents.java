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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterEvent.ClusterFormed;
import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberFailed;
import io.muster.cluster.ClusterEvent.MemberJoined;
import io.muster.cluster.ClusterEvent.MemberLeft;
import io.muster.cluster.ClusterEvent.MemberReachable;
import io.muster.cluster.ClusterEvent.MemberRemoved;
import io.muster.cluster.ClusterEvent.MemberUnreachable;
import io.muster.cluster.ClusterEvent.MemberUp;
import io.muster.cluster.DepartedMember.Kind;

/**
 * The {@link ClusterEvent}s that lead from one {@link ClusterState} to the next.
 */
final class ClusterEvents {

	private ClusterEvents() {
	}

	/**
	 * Return the events. Who leaves a cluster that is still forming was no member for the
	 * application.
	 */
	static List<ClusterEvent> between(ClusterState before, ClusterState after) {
		List<ClusterEvent> events = new ArrayList<>();
		Member self = after.selfMember();
		if (self != null && before.selfMember() == null) {
			events.add(new ClusterFormed(self, after.members()));
		}
		after.members().forEach((member) -> addChanges(before.member(member.node()), member, events));
		Set<DepartedMember> known = new HashSet<>(before.departed());
		if (before.forming() == null) {
			after.departed().stream().filter((departed) -> !known.contains(departed)).forEach((departed) -> {
				Member member = departed.member();
				events.add((departed.kind() == Kind.LEFT) ? new MemberLeft(member) : new MemberFailed(member));
				events.add(new MemberRemoved(member));
			});
		}
		if (!Objects.equals(before.leader(), after.leader())
				|| before.leadership().acting() != after.leadership().acting()) {
			events.add(new LeaderChanged(after.member(after.leader()), after.leadership().acting()));
		}
		return events;
	}

	private static void addChanges(@Nullable Member before, Member after, List<ClusterEvent> events) {
		if (before == null) {
			events.add(new MemberJoined(after));
		}
		if (after.status() == MemberStatus.UP && (before == null || before.status() != MemberStatus.UP)) {
			events.add(new MemberUp(after));
		}
		if (after.reachable() != (before == null || before.reachable())) {
			events.add(after.reachable() ? new MemberReachable(after) : new MemberUnreachable(after));
		}
	}

}

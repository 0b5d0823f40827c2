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

package io.muster.actuate;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.Node;

/**
 * A cluster as {@link ClusterEndpoint} shows it.
 *
 * @param name the name of the cluster
 * @param status the status of this node's engine
 * @param self engine address of this node, {@code null} until the engine has started
 * @param leader engine address of the leader, {@code null} while there is none
 * @param leaderObstacle why the leader does not act as such, as far as this node knows;
 * {@code null} if nothing is known against it
 * @param dataCenters the data centers that members run in
 * @param oldest engine address of the oldest working member, {@code null} if there is
 * none
 * @param members the members that match the filter, oldest first
 * @param departed the former members that match the filter, the latest last; without
 * those that are members again
 * @param operations the names of the operations that are open over HTTP, {@code null} if
 * none is, or this is not an answer over HTTP
 */
public record ClusterDescriptor(String name, EngineStatus status, @Nullable String self, @Nullable String leader,
		@Nullable String leaderObstacle, List<DataCenterDescriptor> dataCenters, @Nullable String oldest,
		List<MemberDescriptor> members, List<DepartedDescriptor> departed,
		@Nullable List<String> operations) implements OperationResponseBody {

	static ClusterDescriptor of(ClusterEngine engine, MemberFilter filter) {
		ClusterState state = engine.state();
		return of(engine.name(), state, engine.unreachable(), filter);
	}

	static ClusterDescriptor of(String name, ClusterState state, Map<Node, Set<Node>> unreachable,
			MemberFilter filter) {
		Member oldest = state.oldest(null);
		return new ClusterDescriptor(name, state.status(), address(state.self()), address(state.leader()),
				state.leaderObstacle(),
				state.dataCenters().stream().map((dataCenter) -> DataCenterDescriptor.of(dataCenter, state)).toList(),
				(oldest != null) ? oldest.address().toString() : null,
				state.members()
					.stream()
					.filter(filter::accepts)
					.map((member) -> MemberDescriptor.of(member, state, unreachable.get(member.node())))
					.toList(),
				gone(state).stream().filter(filter::accepts).map(DepartedDescriptor::of).toList(), null);
	}

	ClusterDescriptor withOperations(@Nullable List<String> operations) {
		return new ClusterDescriptor(this.name, this.status, this.self, this.leader, this.leaderObstacle,
				this.dataCenters, this.oldest, this.members, this.departed, operations);
	}

	/**
	 * Return former members, each once. A node that is a member again is left out, so
	 * that no name is listed twice.
	 */
	static Collection<DepartedMember> gone(ClusterState state) {
		Map<String, DepartedMember> gone = new LinkedHashMap<>();
		for (DepartedMember departed : state.departed()) {
			gone.remove(departed.member().name());
			gone.put(departed.member().name(), departed);
		}
		state.members().forEach((member) -> gone.remove(member.name()));
		return gone.values();
	}

	private static @Nullable String address(@Nullable Node node) {
		return (node != null) ? node.address().toString() : null;
	}

	/**
	 * A data center.
	 *
	 * @param name its name
	 * @param leader engine address of its leader, {@code null} if there is none
	 * @param members how many members run in it
	 */
	public record DataCenterDescriptor(String name, @Nullable String leader, int members) {

		static DataCenterDescriptor of(String dataCenter, ClusterState state) {
			Member leader = state.leader(dataCenter);
			return new DataCenterDescriptor(dataCenter, (leader != null) ? leader.address().toString() : null,
					(int) state.members().stream().filter((member) -> member.dataCenter().equals(dataCenter)).count());
		}

	}

	/**
	 * A member.
	 *
	 * @param name its name
	 * @param address its engine address
	 * @param uid uid of its incarnation; text, because it exceeds the numbers of
	 * JavaScript
	 * @param status its status
	 * @param roles its roles
	 * @param dataCenter its data center
	 * @param reachable whether all members reach it
	 * @param unreachableBy the engine addresses of the members that report it as
	 * unreachable, {@code null} if none does
	 * @param since when this node saw its status or reachability change last
	 * @param self whether it is this node
	 * @param leader whether it is the leader of the cluster
	 * @param webAddress the base URL at which its application answers, {@code null} if it
	 * is not known
	 */
	public record MemberDescriptor(String name, String address, String uid, String status, Set<String> roles,
			String dataCenter, boolean reachable, @Nullable List<String> unreachableBy, Instant since, boolean self,
			boolean leader, @Nullable String webAddress) implements OperationResponseBody {

		static MemberDescriptor of(Member member, ClusterState state, @Nullable Set<Node> unreachableBy) {
			Node node = member.node();
			return new MemberDescriptor(member.name(), node.address().toString(), Long.toString(node.uid()),
					member.status().text(), member.roles(), member.dataCenter(), member.reachable(),
					(unreachableBy != null)
							? unreachableBy.stream().map((observer) -> observer.address().toString()).toList() : null,
					member.since(), node.equals(state.self()), node.equals(state.leader()),
					(member.webAddress() != null) ? member.webAddress().toString() : null);
		}

	}

	/**
	 * A former member.
	 *
	 * @param name its name
	 * @param address its engine address
	 * @param uid uid of its incarnation
	 * @param kind whether it left or failed
	 * @param roles its roles
	 * @param dataCenter its data center
	 * @param at when this node saw that it had left or failed
	 */
	public record DepartedDescriptor(String name, String address, String uid, DepartedMember.Kind kind,
			Set<String> roles, String dataCenter, Instant at) {

		static DepartedDescriptor of(DepartedMember departed) {
			Member member = departed.member();
			Node node = member.node();
			return new DepartedDescriptor(member.name(), node.address().toString(), Long.toString(node.uid()),
					departed.kind(), member.roles(), member.dataCenter(), departed.at());
		}

	}

}

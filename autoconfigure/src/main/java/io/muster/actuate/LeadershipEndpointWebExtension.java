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

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.muster.actuate.LeadershipDescriptor.RoleDescriptor;
import io.muster.leader.Leadership;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of {@link LeadershipEndpoint}: a
 * table for requests that accept text, and the write operation.
 */
@EndpointWebExtension(endpoint = LeadershipEndpoint.class)
public final class LeadershipEndpointWebExtension {

	private final LeadershipEndpoint endpoint;

	private final Consumer<String> handOver;

	private final @Nullable List<String> open;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint
	 * @param handOver has this server hand over a role that it leads
	 * @param access the access to the endpoint, which decides whether operations are open
	 */
	public LeadershipEndpointWebExtension(LeadershipEndpoint endpoint, Consumer<String> handOver, Access access) {
		this.endpoint = endpoint;
		this.handOver = handOver;
		this.open = (access == Access.UNRESTRICTED) ? List.of("yield") : null;
	}

	/**
	 * Return who leads what, as this node knows it.
	 * @return the leaderships
	 */
	@ReadOperation
	public WebEndpointResponse<LeadershipDescriptor> leadership() {
		return new WebEndpointResponse<>(this.endpoint.leadership().withOperations(this.open));
	}

	/**
	 * Return who leads what as a table.
	 * @return the table
	 */
	@ReadOperation(produces = TextAnswer.PRODUCES)
	public WebEndpointResponse<String> text() {
		return TextAnswer.of(LeadershipText.of(this.endpoint.leadership()));
	}

	/**
	 * Have this server hand a leadership over to another one that stands for it. What
	 * runs as the leader is ended first. Spring Boot maps it for JSON only, which
	 * protects the node as for {@link ClusterEndpointWebExtension#operate}.
	 * @param role the role, that of the application if there is none
	 * @return the outcome, or a problem that says why the operation is refused, as JSON
	 */
	@WriteOperation
	public WebEndpointResponse<String> yield(@Nullable String role) {
		String name = (role != null) ? role : Leadership.DEFAULT_ROLE;
		String what = name.isEmpty() ? "the cluster" : "'" + name + "'";
		RoleDescriptor found = this.endpoint.leadership()
			.roles()
			.stream()
			.filter((candidate) -> candidate.role().equals(name))
			.findFirst()
			.orElse(null);
		if (found == null) {
			return OperationAnswer.problem(404, "Not Found",
					"Nobody leads %s, so there is nothing to hand over".formatted(what));
		}
		if (!found.self()) {
			return OperationAnswer.problem(409, "Conflict",
					"This node does not lead %s. Ask the one that does: %s".formatted(what, found.leader()));
		}
		if (found.token() == null) {
			return OperationAnswer.problem(409, "Conflict",
					"The leader is not elected by consensus, so it changes only when it leaves the cluster. "
							+ "Set muster.cluster.leader-change=consensus on all servers");
		}
		if (!this.endpoint.hasSuccessor()) {
			return OperationAnswer.problem(409, "Conflict",
					"There is no other server that could lead %s".formatted(what));
		}
		this.handOver.accept(name);
		return OperationAnswer
			.ok("This node hands over %s. It stands for it again some seconds later.".formatted(what));
	}

}

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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.muster.cluster.Member;
import io.muster.operations.ClusterOperations;
import io.muster.operations.OperationRefusedException;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of {@link ClusterEndpoint}: a page
 * for browsers, a table for requests that accept text, answers that say what is wrong
 * with a filter, and the write operations.
 * <p>
 * Page and text are operations of their own, so that the web stack chooses between them
 * and JSON by the {@code Accept} header as it does for any two handlers. An enum of both
 * media types would not respect {@code q}, and would have to repeat the actuator's.
 */
@EndpointWebExtension(endpoint = ClusterEndpoint.class)
public final class ClusterEndpointWebExtension {

	/**
	 * The largest number of characters of a list of addresses: as much as WebFlux reads
	 * of a body by default. Web MVC has no limit.
	 */
	static final int MAX_LENGTH = 256 * 1024;

	private final ClusterEndpoint endpoint;

	private final ClusterOperations operations;

	private final @Nullable List<String> open;

	private final ClusterPage page;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint
	 * @param operations the operations of this node
	 * @param access the access to the endpoint, which decides whether operations are open
	 * @param pathMappers what gives endpoints other paths, which the page has to know
	 */
	public ClusterEndpointWebExtension(ClusterEndpoint endpoint, ClusterOperations operations, Access access,
			List<PathMapper> pathMappers) {
		this.endpoint = endpoint;
		this.operations = operations;
		this.open = (access == Access.UNRESTRICTED) ? List.of("join", "leave", "remove") : null;
		this.page = new ClusterPage(pathMappers);
	}

	/**
	 * Return the cluster.
	 * @param status regular expression for the status of the members to show
	 * @param role regular expression for one of their roles
	 * @param name regular expression for their name, host and port, or engine address
	 * @return the cluster, or what is wrong with the parameters, which Spring Boot's own
	 * answer to errors hides by default
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> cluster(@Nullable String status, @Nullable String role,
			@Nullable String name) {
		try {
			return new WebEndpointResponse<>(this.endpoint.cluster(status, role, name).withOperations(this.open));
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(BadRequestDescriptor.of(message(ex)),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * Return the cluster as a table.
	 * @param status regular expression for the status of the members to show
	 * @param role regular expression for one of their roles
	 * @param name regular expression for their name, host and port, or engine address
	 * @return the table, or what is wrong with the parameters
	 */
	@ReadOperation(produces = TextAnswer.PRODUCES)
	public WebEndpointResponse<String> text(@Nullable String status, @Nullable String role, @Nullable String name) {
		try {
			return TextAnswer.of(ClusterText.of(this.endpoint.cluster(status, role, name)));
		}
		catch (InvalidEndpointRequestException ex) {
			return TextAnswer.of(message(ex) + "\n", WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * Return the page for browsers, which asks for the rest itself.
	 * @return the page
	 */
	@ReadOperation(produces = ClusterPage.PRODUCES)
	public WebEndpointResponse<String> page() {
		return this.page.answer();
	}

	/**
	 * Join other nodes, or leave the cluster: {@code POST .../join} with
	 * {@code {"addresses":"10.0.0.8:8080,10.0.0.9:8080"}}, or {@code POST .../leave}.
	 * <p>
	 * Because this operation reads a body, Spring Boot maps it for JSON only, and answers
	 * 415 to any other content type and to none, also where there is nothing to read, as
	 * for {@code leave}. That protects the node: a form on a foreign web page can send a
	 * POST in the name of an operator, but JSON only after a CORS preflight, which fails.
	 * A body that is not a JSON object of strings is answered with 400 by Spring Boot
	 * itself. As with any endpoint, a field of the body or a parameter of the query takes
	 * the place of the part of the path that has its name.
	 * @param operation {@code join} or {@code leave}
	 * @param addresses the addresses of other nodes' web servers, separated by commas;
	 * {@code null} for {@code leave}
	 * @return the outcome, or a problem that says why the operation is refused, as JSON
	 */
	@WriteOperation
	public WebEndpointResponse<String> operate(@Selector String operation, @Nullable String addresses) {
		try {
			return switch (operation) {
				case "join" -> join(addresses);
				case "leave" -> leave();
				default -> OperationAnswer.problem(404, "Not Found",
						"There is no operation '%s': use join or leave".formatted(operation));
			};
		}
		catch (OperationRefusedException ex) {
			return OperationAnswer.problem(ex);
		}
	}

	private WebEndpointResponse<String> join(@Nullable String addresses) {
		if (addresses == null) {
			return OperationAnswer.problem(400, "Bad Request", "The addresses are missing. Send "
					+ "{\"addresses\":\"10.0.0.8:8080,10.0.0.9:8080\"} with Content-Type: application/json");
		}
		if (addresses.length() > MAX_LENGTH) {
			return OperationAnswer.problem(413, "Content Too Large",
					"The addresses have more than %d characters".formatted(MAX_LENGTH));
		}
		return OperationAnswer.ok(this.operations.join(AddressList.parse(addresses)));
	}

	private WebEndpointResponse<String> leave() {
		this.operations.leave();
		return OperationAnswer.ok("This node leaves the cluster. It stays outside until an operator has it join, or "
				+ "the application is started again.");
	}

	/**
	 * Ask a member to leave, or declare it failed.
	 * @param node its name, its engine address, or host and port of that
	 * @param force {@code true} to declare it failed
	 * @return the outcome, or a problem that says why the operation is refused, as JSON
	 */
	@DeleteOperation
	public WebEndpointResponse<String> remove(@Selector String node, @Nullable String force) {
		if (force != null && !force.equals("true") && !force.equals("false")) {
			return OperationAnswer.problem(400, "Bad Request",
					"'force' is '%s' but may be true or false only".formatted(force));
		}
		boolean forced = "true".equals(force);
		try {
			Member member = this.operations.remove(node, forced);
			return OperationAnswer
				.ok(member.address() + (forced ? " is declared failed." : " was asked to leave the cluster."));
		}
		catch (OperationRefusedException ex) {
			return OperationAnswer.problem(ex);
		}
	}

	private static String message(InvalidEndpointRequestException ex) {
		return Objects.requireNonNullElse(ex.getReason(), "");
	}

}

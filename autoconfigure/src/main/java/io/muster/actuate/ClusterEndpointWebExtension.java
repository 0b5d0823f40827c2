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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeTypeUtils;

import io.muster.cluster.Member;
import io.muster.operations.ClusterOperations;
import io.muster.operations.OperationRefusedException;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of {@link ClusterEndpoint}: a table
 * for who asks for text, and answers that say what is wrong with a filter.
 * <p>
 * Text is an operation of its own, so that the web stack chooses between both by the
 * {@code Accept} header as it does for any two handlers. An enum of both media types
 * would not respect {@code q}, and would have to repeat the actuator's.
 */
@EndpointWebExtension(endpoint = ClusterEndpoint.class)
public final class ClusterEndpointWebExtension {

	private final ClusterEndpoint endpoint;

	private final ClusterOperations operations;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint
	 * @param operations what operators may tell this node
	 */
	public ClusterEndpointWebExtension(ClusterEndpoint endpoint, ClusterOperations operations) {
		this.endpoint = endpoint;
		this.operations = operations;
	}

	/**
	 * Return the cluster.
	 * @param status regular expression for the status of the members to show
	 * @param role regular expression for a role of theirs
	 * @param name regular expression for their host and port, or engine address
	 * @return the cluster, or what is wrong with the parameters: the application's own
	 * answer to errors hides that by default
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> cluster(@Nullable String status, @Nullable String role,
			@Nullable String name) {
		try {
			return new WebEndpointResponse<>(this.endpoint.cluster(status, role, name));
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(BadRequestDescriptor.of(message(ex)),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * Return the cluster as a table.
	 * @param status regular expression for the status of the members to show
	 * @param role regular expression for a role of theirs
	 * @param name regular expression for their host and port, or engine address
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
	 * Ask a member to leave, or declare it failed.
	 * @param node its engine address, or host and port of it
	 * @param force {@code true} to declare it failed
	 * @return what was done or what is wrong, as JSON
	 */
	@DeleteOperation
	public WebEndpointResponse<String> remove(@Selector String node, @Nullable String force) {
		OperationAnswer answer = removed(node, force);
		return new WebEndpointResponse<>(answer.json(), answer.status(),
				MimeTypeUtils.parseMimeType(answer.contentType()));
	}

	private OperationAnswer removed(String node, @Nullable String force) {
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

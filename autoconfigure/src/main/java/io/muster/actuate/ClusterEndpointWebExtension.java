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
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

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

	public ClusterEndpointWebExtension(ClusterEndpoint endpoint) {
		this.endpoint = endpoint;
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

	private static String message(InvalidEndpointRequestException ex) {
		return Objects.requireNonNullElse(ex.getReason(), "");
	}

}

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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.muster.operations.ClusterOperations;
import io.muster.operations.OperationRefusedException;

/**
 * Reads requests for {@link ClusterOperations} and answers them, the same on both web
 * stacks. Spring Boot's own write operations take no lists in a body, and leave answers
 * to unreadable ones to the application.
 */
public final class ClusterOperationRequests {

	/**
	 * The most bytes that are read of a request.
	 */
	static final int MAX_BODY = 1024 * 1024;

	/**
	 * Paths below the endpoint's.
	 */
	static final List<String> OPERATIONS = List.of("join", "leave");

	private static final String EXPECTED = "Send {\"addresses\":[\"10.0.0.8:8080\"]} with Content-Type: application/json";

	// A form of a foreign web page can not send it without asking first.
	private static final Pattern JSON = Pattern.compile("application/([\\w.-]+\\+)?json\\s*(;.*)?",
			Pattern.CASE_INSENSITIVE);

	private static final JsonMapper mapper = JsonMapper.shared();

	private final ClusterOperations operations;

	public ClusterOperationRequests(ClusterOperations operations) {
		this.operations = operations;
	}

	/**
	 * Answer a request.
	 * @param operation the last segment of its path
	 * @param contentType its content type, {@code null} if it has none
	 * @param body its body, empty if it has none, and not more than one byte longer than
	 * {@link #MAX_BODY}
	 * @return completes always normally, on any thread
	 */
	CompletableFuture<OperationAnswer> answer(String operation, @Nullable String contentType, byte[] body) {
		CompletableFuture<OperationAnswer> answer;
		try {
			answer = operation.equals("join") ? join(contentType, body) : CompletableFuture.completedFuture(leave());
		}
		catch (RuntimeException ex) {
			answer = CompletableFuture.failedFuture(ex);
		}
		return answer.exceptionally((failure) -> {
			RuntimeException ex = ClusterOperations.unwrap(failure);
			return (ex instanceof OperationRefusedException refused) ? OperationAnswer.problem(refused)
					: OperationAnswer.problem(500, "Internal Server Error", ex.toString());
		});
	}

	private CompletableFuture<OperationAnswer> join(@Nullable String contentType, byte[] body) {
		if (body.length == 0) {
			return problem(400, "Bad Request", "There is no body. " + EXPECTED);
		}
		if (contentType == null || !JSON.matcher(contentType).matches()) {
			return problem(415, "Unsupported Media Type", "The body is no JSON. " + EXPECTED);
		}
		if (body.length > MAX_BODY) {
			return problem(413, "Content Too Large", "The body is longer than %d bytes".formatted(MAX_BODY));
		}
		List<String> addresses = read(body);
		return (addresses != null) ? this.operations.joinLater(addresses).thenApply(OperationAnswer::ok)
				: problem(400, "Bad Request", "The body can not be read. " + EXPECTED);
	}

	private static CompletableFuture<OperationAnswer> problem(int status, String title, String detail) {
		return CompletableFuture.completedFuture(OperationAnswer.problem(status, title, detail));
	}

	private static @Nullable List<String> read(byte[] body) {
		try {
			JsonNode addresses = mapper.readTree(body).path("addresses");
			boolean readable = addresses.isArray() && addresses.valueStream().allMatch(JsonNode::isString);
			return readable ? addresses.valueStream().map(JsonNode::asString).toList() : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private OperationAnswer leave() {
		this.operations.leave();
		return OperationAnswer
			.ok("This node leaves the cluster, and stays outside until it is told to join or is started again.");
	}

}

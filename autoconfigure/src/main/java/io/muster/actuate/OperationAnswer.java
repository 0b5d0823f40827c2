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

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.json.JsonMapper;

import io.muster.operations.JoinOutcome;
import io.muster.operations.OperationRefusedException;

/**
 * What a write operation answers over HTTP. It is JSON already, so that it is the same
 * whatever the application's own mapper does.
 *
 * @param status the HTTP status
 * @param contentType the media type
 * @param json the body
 */
record OperationAnswer(int status, String contentType, String json) {

	private static final JsonMapper mapper = JsonMapper.shared();

	static OperationAnswer ok(String message) {
		return ok(new Message(message));
	}

	static OperationAnswer ok(JoinOutcome outcome) {
		return ok((Object) outcome);
	}

	private static OperationAnswer ok(Object body) {
		return new OperationAnswer(200, "application/json", mapper.writeValueAsString(body));
	}

	/**
	 * Create the answer to a request that is refused.
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
	 */
	static OperationAnswer problem(int status, String title, String detail) {
		return problem(new Problem(status, title, detail, List.of()));
	}

	static OperationAnswer problem(OperationRefusedException ex) {
		String detail = String.valueOf(ex.getMessage());
		Problem problem = switch (ex.kind()) {
			case INVALID -> new Problem(400, "Bad Request", detail, ex.failures());
			case UNKNOWN -> new Problem(404, "Not Found", detail, ex.failures());
			case CONFLICT -> new Problem(409, "Conflict", detail, ex.failures());
			case GONE -> new Problem(410, "Gone", detail, ex.failures());
			// Not 502 or 504, which proxies answer, too
			case UNREACHABLE -> new Problem(422, "Unprocessable Content", detail, ex.failures());
			case UNAVAILABLE -> new Problem(503, "Service Unavailable", detail, ex.failures());
		};
		return problem(problem);
	}

	private static OperationAnswer problem(Problem problem) {
		return new OperationAnswer(problem.status(), "application/problem+json", mapper.writeValueAsString(problem));
	}

	/**
	 * What was done, in words.
	 *
	 * @param message the words
	 */
	private record Message(String message) {
	}

	/**
	 * What is wrong with a request.
	 *
	 * @param status the HTTP status
	 * @param title what the status means
	 * @param detail what is wrong and, where known, the way out
	 * @param failures the reason of each address, if it is about addresses
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	private record Problem(int status, String title, String detail, List<JoinOutcome.Failure> failures) {
	}

}

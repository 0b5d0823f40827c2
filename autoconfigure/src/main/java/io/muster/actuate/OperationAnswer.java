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

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import io.muster.operations.JoinOutcome;
import io.muster.operations.OperationRefusedException;

/**
 * Answers of write operations over HTTP. The body is JSON text already, so that it is the
 * same with any mapper of the application. Refusals are problem details.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
final class OperationAnswer {

	private static final JsonMapper mapper = JsonMapper.shared();

	static final MimeType PROBLEM = MimeTypeUtils.parseMimeType("application/problem+json");

	private OperationAnswer() {
	}

	static WebEndpointResponse<String> ok(String message) {
		return ok(new Message(message));
	}

	static WebEndpointResponse<String> ok(JoinOutcome outcome) {
		return ok((Object) outcome);
	}

	private static WebEndpointResponse<String> ok(Object body) {
		return new WebEndpointResponse<>(mapper.writeValueAsString(body), WebEndpointResponse.STATUS_OK,
				MimeTypeUtils.APPLICATION_JSON);
	}

	static WebEndpointResponse<String> problem(int status, String title, String detail) {
		return problem(status, title, detail, List.of());
	}

	static WebEndpointResponse<String> problem(OperationRefusedException ex) {
		String detail = String.valueOf(ex.getMessage());
		return switch (ex.kind()) {
			case INVALID -> problem(400, "Bad Request", detail, ex.failures());
			case UNKNOWN -> problem(404, "Not Found", detail, ex.failures());
			case CONFLICT -> problem(409, "Conflict", detail, ex.failures());
			case GONE -> problem(410, "Gone", detail, ex.failures());
			// Not 502 or 504, which proxies answer as well
			case UNREACHABLE -> problem(422, "Unprocessable Content", detail, ex.failures());
			case UNAVAILABLE -> problem(503, "Service Unavailable", detail, ex.failures());
		};
	}

	/**
	 * Return the body of a problem for a request that is forbidden.
	 */
	static byte[] forbidden(String detail) {
		return mapper.writeValueAsBytes(new Problem(403, "Forbidden", detail, List.of()));
	}

	private static WebEndpointResponse<String> problem(int status, String title, String detail,
			List<JoinOutcome.Failure> failures) {
		return new WebEndpointResponse<>(mapper.writeValueAsString(new Problem(status, title, detail, failures)),
				status, PROBLEM);
	}

	/**
	 * The outcome of an operation.
	 *
	 * @param message the outcome as a sentence
	 */
	record Message(String message) {
	}

	/**
	 * The reason of a refusal.
	 *
	 * @param status the HTTP status
	 * @param title the meaning of the status
	 * @param detail what is wrong and, where known, what to do instead
	 * @param failures what is wrong with each address, empty if the problem is another
	 * one
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record Problem(int status, String title, String detail, List<JoinOutcome.Failure> failures) {
	}

}

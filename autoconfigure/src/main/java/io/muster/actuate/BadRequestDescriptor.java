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

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What is wrong with a request, in the shape of Spring Boot's own answers to errors.
 * Those leave the message out unless the application has them include it, because the
 * message of an exception may disclose internals. This one only repeats what the client
 * sent.
 *
 * @param status the HTTP status
 * @param error the meaning of the status
 * @param message what is wrong
 */
public record BadRequestDescriptor(int status, String error, String message) implements OperationResponseBody {

	static BadRequestDescriptor of(String message) {
		return new BadRequestDescriptor(400, "Bad Request", message);
	}

}

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

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Answers in plain text.
 */
final class TextAnswer {

	/**
	 * The media type, with the charset because names need not be ASCII.
	 */
	static final String PRODUCES = MimeTypeUtils.TEXT_PLAIN_VALUE + ";charset=UTF-8";

	private static final MimeType TYPE = MimeTypeUtils.parseMimeType(PRODUCES);

	private TextAnswer() {
	}

	static WebEndpointResponse<String> of(String text) {
		return of(text, WebEndpointResponse.STATUS_OK);
	}

	static WebEndpointResponse<String> of(String text, int status) {
		return new WebEndpointResponse<>(text, status, TYPE);
	}

}

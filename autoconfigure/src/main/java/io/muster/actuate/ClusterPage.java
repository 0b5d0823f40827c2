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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The page that browsers get. It is one file without anything external, the same on each
 * node. It asks the endpoints beside it for what it shows.
 */
final class ClusterPage {

	/**
	 * The media type of the page.
	 */
	static final String PRODUCES = MimeTypeUtils.TEXT_HTML_VALUE + ";charset=UTF-8";

	/**
	 * Where the page is on the class path.
	 */
	static final String RESOURCE = "io/muster/actuate/cluster.html";

	private static final MimeType TYPE = MimeTypeUtils.parseMimeType(PRODUCES);

	private static final String HTML = read();

	private ClusterPage() {
	}

	static WebEndpointResponse<String> answer() {
		return new WebEndpointResponse<>(HTML, WebEndpointResponse.STATUS_OK, TYPE);
	}

	private static String read() {
		try {
			return new ClassPathResource(RESOURCE, ClusterPage.class.getClassLoader())
				.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

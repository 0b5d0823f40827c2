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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * The page that browsers get. It is one file without anything external, the same on each
 * node with the same paths. It asks the endpoints beside it for what it shows, again and
 * again. That is cheaper than a stream would be: an endpoint of the actuator cannot
 * stream, so a stream would be a handler of its own, with its own access rules, and a
 * connection that each open page keeps. Polling costs a node 2 % of a processor for
 * twenty pages at most, and nothing for a page that is hidden.
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

	/**
	 * The ids of its own endpoint and of those that it asks, which are their paths unless
	 * an application renames them. The page has them in this order.
	 */
	private static final String ENDPOINTS = "cluster leadership bootstrap";

	private static final String HTML = read();

	private final WebEndpointResponse<String> answer;

	/**
	 * Create a page.
	 * @param pathMappers what gives endpoints other paths
	 */
	ClusterPage(List<PathMapper> pathMappers) {
		String paths = Stream.of(ENDPOINTS.split(" "))
			.map((id) -> PathMapper.getRootPath(pathMappers, EndpointId.of(id)))
			.map((path) -> HtmlUtils.htmlEscape(UriUtils.encodePath(path, StandardCharsets.UTF_8)))
			.collect(Collectors.joining(" "));
		this.answer = new WebEndpointResponse<>(HTML.replace('"' + ENDPOINTS + '"', '"' + paths + '"'),
				WebEndpointResponse.STATUS_OK, TYPE);
	}

	WebEndpointResponse<String> answer() {
		return this.answer;
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

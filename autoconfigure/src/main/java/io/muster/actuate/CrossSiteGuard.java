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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

/**
 * Refuses requests for operations that a page of another site has a browser send in the
 * name of an operator. A browser says so in the headers {@code Sec-Fetch-Site} and
 * {@code Origin}, which pages cannot set. Clients that are no browsers send neither, and
 * are not concerned. Reading is not concerned either: it changes nothing.
 */
public final class CrossSiteGuard {

	private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private static final int MAX_LENGTH = 100;

	private final List<List<String>> endpoints;

	/**
	 * Create a guard.
	 * @param basePath the path that precedes the names of endpoints, within the
	 * application
	 * @param endpoints the names of the endpoints to guard, as they are in paths
	 */
	public CrossSiteGuard(String basePath, List<String> endpoints) {
		this.endpoints = endpoints.stream().map((endpoint) -> segments(basePath + "/" + endpoint)).toList();
	}

	/**
	 * Return whether a request is for a guarded operation.
	 * @param method the HTTP method
	 * @param path the path, parsed as the web stack does it
	 * @return whether it is
	 */
	boolean isGuarded(String method, PathContainer path) {
		return !SAFE_METHODS.contains(method.toUpperCase(Locale.ROOT)) && this.endpoints.stream()
			.anyMatch((endpoint) -> Collections.indexOfSubList(segments(path), endpoint) >= 0);
	}

	private static List<String> segments(String path) {
		return segments(PathContainer.parsePath(path));
	}

	private static List<String> segments(PathContainer path) {
		List<String> segments = new ArrayList<>();
		for (PathContainer.Element element : path.elements()) {
			if (element instanceof PathSegment segment && !segment.valueToMatch().isEmpty()) {
				segments.add(segment.valueToMatch());
			}
		}
		return segments;
	}

	/**
	 * Return why a request for an operation is refused.
	 * @param header gives the first value of a header, {@code null} if there is none
	 * @return the reason and what to do, in sentences; {@code null} if it is not refused
	 */
	@Nullable String refusal(Function<String, @Nullable String> header) {
		String site = header.apply("Sec-Fetch-Site");
		String origin = header.apply("Origin");
		if (site != null) {
			return (site.equals("same-origin") || site.equals("none")) ? null : refusal("Sec-Fetch-Site: " + site);
		}
		if (origin == null) {
			return null;
		}
		String own = hostAndPort("http://" + header.apply("Host"));
		return (own != null && own.equals(hostAndPort(origin))) ? null : refusal("Origin: " + origin);
	}

	private static String refusal(String header) {
		String line = header.replaceAll("[^\\x20-\\x7e]", "?");
		return ("A page of another site sent this request (%s), so that nothing was done. Operations are for pages of "
				+ "this server, and for clients that are no browsers, such as curl")
			.formatted((line.length() <= MAX_LENGTH) ? line : line.substring(0, MAX_LENGTH) + "...");
	}

	/**
	 * Return host and port of an origin. A proxy may speak https where this server does
	 * not, so that the default ports of both are the same.
	 * @return both, {@code null} if the text is no origin
	 */
	private static @Nullable String hostAndPort(String origin) {
		try {
			URI uri = new URI(origin);
			String host = uri.getHost();
			boolean isDefault = uri.getPort() < 0 || uri.getPort() == 80 || uri.getPort() == 443;
			return (host != null) ? host.toLowerCase(Locale.ROOT) + (isDefault ? "" : ":" + uri.getPort()) : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

}

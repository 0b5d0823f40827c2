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

package io.muster.site;

import java.nio.file.Path;

/**
 * A link to a page, a heading or a file of the project.
 *
 * @param path the path from the project's directory
 * @param anchor the id of the heading, empty for the top
 */
record Link(Path path, String anchor) {

	private static final String PAGE = ".md";

	static boolean isLocal(String destination) {
		return !destination.matches("[a-z]+:.*");
	}

	static Link of(Path page, String destination) {
		int hash = destination.indexOf('#');
		String file = (hash >= 0) ? destination.substring(0, hash) : destination;
		Path path = file.isEmpty() ? page : page.resolveSibling(file).normalize();
		return new Link(path, (hash >= 0) ? destination.substring(hash + 1) : "");
	}

	/**
	 * Return where a link leads to on the site. The README is its first page.
	 */
	static String html(String destination) {
		return destination.replaceFirst("(^|\\.\\./)README\\.md($|#)", "$1index.html$2")
			.replaceFirst("\\.md($|#)", ".html$1");
	}

	boolean isToPage() {
		return this.path.toString().endsWith(PAGE);
	}

}

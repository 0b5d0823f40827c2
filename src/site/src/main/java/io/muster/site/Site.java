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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes web pages of the README, of the pages that it links to, and so on. Each page and
 * each linked file keeps its place, so that the same relative links work on a code host
 * and on the site. A link to a page, a heading or a file that does not exist fails.
 */
public final class Site {

	private final Path sources;

	private final Map<Path, Page> pages = new LinkedHashMap<>();

	private final List<Path> files = new ArrayList<>();

	private final List<String> broken = new ArrayList<>();

	private Site(Path sources) {
		this.sources = sources;
	}

	/**
	 * Write the site.
	 * @param args the directory of the README, and that to write to
	 * @throws IOException if a file cannot be read or written
	 * @throws IllegalStateException if a link leads nowhere
	 */
	public static void main(String[] args) throws IOException {
		write(Path.of(args[0]).toRealPath(), Path.of(args[1]));
	}

	static void write(Path sources, Path target) throws IOException {
		Site site = new Site(sources);
		site.read(Path.of("README.md"));
		site.check();
		for (Page page : site.pages.values()) {
			site.write(page, target);
		}
		for (Path file : site.files) {
			copy(Files.newInputStream(sources.resolve(file)), target.resolve(file));
		}
		copy(Site.class.getResourceAsStream("site.css"), target.resolve("site.css"));
	}

	private void read(Path path) throws IOException {
		Page page = Page.read(this.sources, path);
		this.pages.put(path, page);
		for (Link link : page.links()) {
			Path to = link.path();
			if (!to.startsWith("..") && Files.isRegularFile(this.sources.resolve(to))) {
				if (!link.isToPage()) {
					this.files.add(to);
				}
				else if (!this.pages.containsKey(to)) {
					read(to);
				}
			}
			else {
				this.broken.add("%s links to %s, which is no file".formatted(path, to));
			}
		}
	}

	private void check() {
		for (Page page : this.pages.values()) {
			for (Link link : page.links()) {
				Page to = this.pages.get(link.path());
				if (to != null && !link.anchor().isEmpty() && !to.anchors().contains(link.anchor())) {
					this.broken.add(
							"%s links to #%s, which %s does not have".formatted(page.path(), link.anchor(), to.path()));
				}
			}
		}
		if (!this.broken.isEmpty()) {
			throw new IllegalStateException("Links lead nowhere:\n" + String.join("\n", this.broken));
		}
	}

	private void write(Page page, Path target) throws IOException {
		Path file = target.resolve(Link.html(page.path().toString()));
		String root = "../".repeat(page.path().getNameCount() - 1);
		StringBuilder navigation = new StringBuilder();
		for (Page other : this.pages.values()) {
			navigation.append("<li><a href=\"%s\"%s>%s</a></li>\n".formatted(root + Link.html(other.path().toString()),
					(other == page) ? " aria-current=\"page\"" : "", other.title()));
		}
		Files.createDirectories(file.getParent());
		Files.writeString(file,
				template().replace("{title}", page.title())
					.replace("{root}", root)
					.replace("{navigation}", navigation)
					.replace("{content}", page.html()));
	}

	private static String template() throws IOException {
		try (InputStream template = Site.class.getResourceAsStream("page.html")) {
			return new String(template.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static void copy(InputStream from, Path to) throws IOException {
		try (from) {
			Files.createDirectories(to.getParent());
			Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}

}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A page: a file of Markdown as HTML.
 *
 * @param path its path from the project's directory
 * @param title its first heading, as HTML
 * @param html its content
 * @param anchors the ids of its headings
 * @param links its links to the project's files, pictures included
 */
record Page(Path path, String title, String html, Set<String> anchors, List<Link> links) {

	private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(),
			HeadingAnchorExtension.create());

	private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

	static Page read(Path sources, Path path) throws IOException {
		Node document = PARSER.parse(Files.readString(sources.resolve(path)));
		Attributes attributes = new Attributes(path);
		String html = HtmlRenderer.builder()
			.extensions(EXTENSIONS)
			.attributeProviderFactory((context) -> attributes)
			.build()
			.render(document);
		return new Page(path, title(document, path), html, attributes.anchors, attributes.links);
	}

	private static String title(Node document, Path path) {
		StringBuilder title = new StringBuilder();
		document.accept(new AbstractVisitor() {

			@Override
			public void visit(Heading heading) {
				if (title.isEmpty()) {
					title.append(TextContentRenderer.builder().build().render(heading));
				}
			}

		});
		return (title.isEmpty() ? path.toString() : title.toString()).replace("&", "&amp;").replace("<", "&lt;");
	}

	/**
	 * Notes the headings and the links of a page, and has its links lead to HTML.
	 */
	private static final class Attributes implements AttributeProvider {

		private final Path path;

		private final Set<String> anchors = new HashSet<>();

		private final List<Link> links = new ArrayList<>();

		private Attributes(Path path) {
			this.path = path;
		}

		@Override
		public void setAttributes(Node node, String tag, Map<String, String> attributes) {
			if (node instanceof Heading) {
				this.anchors.add(attributes.get("id"));
			}
			else if (node instanceof org.commonmark.node.Link) {
				attributes.computeIfPresent("href", (name, destination) -> note(destination));
			}
			else if (node instanceof Image) {
				attributes.computeIfPresent("src", (name, destination) -> note(destination));
			}
		}

		private String note(String destination) {
			if (!Link.isLocal(destination)) {
				return destination;
			}
			this.links.add(Link.of(this.path, destination));
			return Link.html(destination);
		}

	}

}

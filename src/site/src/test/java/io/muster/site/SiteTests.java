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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Site}.
 */
final class SiteTests {

	@TempDir
	private Path sources;

	@TempDir
	private Path target;

	@BeforeEach
	void writeAPage() throws IOException {
		Files.createDirectories(this.sources.resolve("docs"));
		Files.writeString(this.sources.resolve("docs/leader.md"), "# Leader\n\n## Who's first?\n");
		Files.writeString(this.sources.resolve("docs/page.png"), "a picture");
	}

	@Test
	void linksLeadToTheSamePlaceAsOnACodeHost() throws IOException {
		write("[who](docs/leader.md#whos-first) ![page](docs/page.png) [host](https://example.com/a.md)");
		assertThat(this.target.resolve("index.html")).content()
			.contains("href=\"docs/leader.html#whos-first\"", "src=\"docs/page.png\"",
					"href=\"https://example.com/a.md\"");
		assertThat(this.target.resolve("docs/leader.html")).content().contains("id=\"whos-first\"");
		assertThat(this.target.resolve("docs/page.png")).hasContent("a picture");
	}

	@Test
	void thePagesOfAFolderLinkBackToTheFirstPage() throws IOException {
		Files.writeString(this.sources.resolve("docs/leader.md"), "# Leader\n\n[start](../README.md#muster)");
		write("[who](docs/leader.md)");
		assertThat(this.target.resolve("docs/leader.html")).content()
			.contains("href=\"../index.html#muster\"",
					"<a href=\"../docs/leader.html\" aria-current=\"page\">Leader</a>");
	}

	@Test
	void aLinkToAMissingPageFails() {
		assertThatIllegalStateException().isThrownBy(() -> write("[who](docs/leaders.md)"))
			.withMessageContaining("README.md links to docs/leaders.md, which is no file");
	}

	@Test
	void aLinkToAMissingHeadingFails() {
		assertThatIllegalStateException().isThrownBy(() -> write("[who](docs/leader.md#who-is-first)"))
			.withMessageContaining("README.md links to #who-is-first, which docs/leader.md does not have");
	}

	@Test
	void aMissingPictureFails() {
		assertThatIllegalStateException().isThrownBy(() -> write("![page](docs/other.png)"))
			.withMessageContaining("README.md links to docs/other.png, which is no file");
	}

	private void write(String text) throws IOException {
		Files.writeString(this.sources.resolve("README.md"), "# Muster\n\n" + text);
		Site.write(this.sources, this.target);
	}

}

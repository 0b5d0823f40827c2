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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterPage}: what a browser may do with it is held by the page
 * itself. After a change of the page, {@code -Dhashes.update=true} writes the hashes.
 */
final class ClusterPageTests {

	private static final int WEIGHT = 60 * 1024;

	private final String html = new ClusterPage(List.of()).answer().getBody();

	@Test
	void onlyItsOwnScriptAndStyleMayRun() throws IOException {
		if (Boolean.getBoolean("hashes.update")) {
			Files.writeString(Path.of("src/main/resources/io/muster/actuate/cluster.html"), this.html
				.replaceFirst("style-src '[^']*'", Matcher.quoteReplacement("style-src '" + hash("style") + "'"))
				.replaceFirst("script-src '[^']*'", Matcher.quoteReplacement("script-src '" + hash("script") + "'")));
			return;
		}
		assertThat(directives()).containsExactly("default-src 'none'", "connect-src 'self'", "img-src data:",
				"style-src '" + hash("style") + "'", "script-src '" + hash("script") + "'", "base-uri 'none'",
				"form-action 'none'");
	}

	@Test
	void thePolicyComesBeforeWhatItCovers() {
		assertThat(this.html.indexOf("Content-Security-Policy")).isPositive()
			.isLessThan(this.html.indexOf("<link"))
			.isLessThan(this.html.indexOf("<style"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
			"createContextualFragment", "DOMParser", "srcdoc", "javascript:" })
	void nothingFromOtherHostsBecomesMarkup(String danger) {
		assertThat(this.html).doesNotContain(danger);
	}

	@Test
	void nothingIsLoadedFromElsewhere() {
		assertThat(this.html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://", "//cdn",
				" src=", "@import", "url(");
	}

	@Test
	void elementsHaveNoStyleOrHandlerOfTheirOwnWhichThePolicyWouldRefuse() {
		assertThat(this.html).doesNotContainPattern("<[a-z][^>]* style=")
			.doesNotContainPattern("<[a-z][^>]* on[a-z]+=");
	}

	@Test
	void itKnowsThePathsOfTheEndpointsThatItAsks() {
		PathMapper renamed = (endpoint) -> endpoint.equals(EndpointId.of("bootstrap")) ? "ops/\"<start & go>" : null;
		assertThat(new ClusterPage(List.of(renamed)).answer().getBody())
			.contains("<meta name=\"muster-paths\" content=\"cluster leadership ops/%22%3Cstart%20&amp;%20go%3E\">");
	}

	@Test
	void itIsLight() {
		assertThat(this.html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(WEIGHT);
	}

	private List<String> directives() {
		Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(this.html);
		assertThat(policy.find()).isTrue();
		return List.of(policy.group(1).split("; *"));
	}

	private String hash(String element) {
		Matcher content = Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL).matcher(this.html);
		assertThat(content.find()).isTrue();
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(content.group(1).getBytes(StandardCharsets.UTF_8));
			assertThat(content.find()).isFalse();
			return "sha256-" + Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

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

package io.muster.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the script with the views, without a browser.
 */
@Tag("system")
class ViewsTests {

	private static final int WEIGHT = 20 * 1024;

	private final String script = new ClassPathResource(
			"META-INF/spring-boot-admin-server-ui/extensions/muster/muster.js")
		.getContentAsString(StandardCharsets.UTF_8);

	ViewsTests() throws IOException {
	}

	@ParameterizedTest
	@ValueSource(strings = { "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
			"v-html", "srcdoc", "javascript:", "resolveComponent(\"sba-alert\")" })
	void nothingFromOtherHostsBecomesMarkup(String danger) {
		assertThat(this.script).doesNotContain(danger);
	}

	@Test
	void nothingIsLoadedFromElsewhere() {
		assertThat(this.script.replace("https://www.apache.org/licenses/LICENSE-2.0", "")).doesNotContain("http://",
				"https://", "import(");
	}

	@Test
	void itIsLight() {
		assertThat(this.script.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(WEIGHT);
	}

}

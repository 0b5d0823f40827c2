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

package io.muster.bootstrap.decision;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.TestNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContactPointNames}.
 */
class ContactPointNamesTests {

	@Test
	void namesAllOfAFewInOrder() {
		assertThat(ContactPointNames.of(TestNodes.contactPoints("b", "a"))).isEqualTo("http://a:8080, http://b:8080");
	}

	@Test
	void namesTheFirstOfManyAndHowManyMoreThereAre() {
		assertThat(ContactPointNames.of(TestNodes.contactPoints("g", "f", "e", "d", "c", "b", "a")))
			.isEqualTo("http://a:8080, http://b:8080, http://c:8080, http://d:8080, http://e:8080 and 2 more");
	}

}

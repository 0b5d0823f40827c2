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

package io.muster.bootstrap.formation;

import java.util.Set;

import org.junit.jupiter.api.Test;

import io.muster.contactpoint.ContactPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SelfContactPoint}.
 */
class SelfContactPointTests {

	@Test
	void matchesItsOwnHostAndPort() {
		assertThat(SelfContactPoint.of(ContactPoint.of("10.0.0.1", 8080)).matches(ContactPoint.of("10.0.0.1", 8080)))
			.isTrue();
	}

	@Test
	void matchesWhateverSchemeAndPath() {
		assertThat(SelfContactPoint.of(ContactPoint.of("10.0.0.1", 8080))
			.matches(new ContactPoint("https", "10.0.0.1", 8080, "/app"))).isTrue();
	}

	@Test
	void matchesTheBareFormOfABracketedAddress() {
		SelfContactPoint self = SelfContactPoint.of(ContactPoint.of("[240b:c0e0:202:5e2b:b424:2:0:450]", 8080));
		assertThat(self.matches(ContactPoint.of("240b:c0e0:202:5e2b:b424:2::450", 8080))).isTrue();
	}

	@Test
	void doesNotMatchAnotherPort() {
		assertThat(SelfContactPoint.of(ContactPoint.of("10.0.0.1", 8080)).matches(ContactPoint.of("10.0.0.1", 8081)))
			.isFalse();
	}

	@Test
	void doesNotMatchAnAddressThatContainsItsOwn() {
		assertThat(SelfContactPoint.of(ContactPoint.of("10.0.0.1", 8080)).matches(ContactPoint.of("10.0.0.12", 8080)))
			.isFalse();
	}

	@Test
	void matchesItsAliases() {
		ContactPoint registered = ContactPoint.of("pod-1", 8080);
		assertThat(SelfContactPoint.of(ContactPoint.of("10.0.0.1", 8080)).matches(registered)).isFalse();
		assertThat(new SelfContactPoint(ContactPoint.of("10.0.0.1", 8080), Set.of(registered)).matches(registered))
			.isTrue();
	}

	@Test
	void withoutAServerNothingMatches() {
		SelfContactPoint self = new SelfContactPoint(null, Set.of(ContactPoint.of("10.0.0.1", 8080)));
		assertThat(self.matches(ContactPoint.of("10.0.0.1", 8080))).isFalse();
	}

}

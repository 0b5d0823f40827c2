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

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import io.muster.cluster.DepartedMember;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.TestMembers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MemberFilter}.
 */
class MemberFilterTests {

	private static final List<Member> MEMBERS = List.of(TestMembers.member("h1", MemberStatus.UP, "web", "backend"),
			TestMembers.member("h2", MemberStatus.WEAKLY_UP, "web"), TestMembers.member("h3", MemberStatus.JOINING));

	private static final List<DepartedMember> DEPARTED = List.of(
			new DepartedMember(TestMembers.member("h4", MemberStatus.EXITING, "web"), Kind.LEFT, Instant.EPOCH),
			new DepartedMember(TestMembers.member("h5", MemberStatus.DOWN), Kind.FAILED, Instant.EPOCH));

	@Test
	void acceptsAllWithoutExpressions() {
		assertThat(accepted(null, null, null)).containsExactly("h1", "h2", "h3", "h4", "h5");
		assertThat(accepted("", "", "")).containsExactly("h1", "h2", "h3", "h4", "h5");
	}

	@Test
	void matchesTheWholeStatusInAnyCase() {
		assertThat(accepted("up", null, null)).containsExactly("h1");
		assertThat(accepted("weaklyUP|Joining", null, null)).containsExactly("h2", "h3");
		assertThat(accepted(".*up", null, null)).containsExactly("h1", "h2");
	}

	@Test
	void matchesHowFormerMembersWentRatherThanTheirLastStatus() {
		assertThat(accepted("left", null, null)).containsExactly("h4");
		assertThat(accepted("left|failed", null, null)).containsExactly("h4", "h5");
		assertThat(accepted("exiting|down", null, null)).isEmpty();
	}

	@Test
	void matchesOneWholeRole() {
		assertThat(accepted(null, "web", null)).containsExactly("h1", "h2", "h4");
		assertThat(accepted(null, "back.*", null)).containsExactly("h1");
		assertThat(accepted(null, "we", null)).isEmpty();
		assertThat(accepted(null, "WEB", null)).isEmpty();
	}

	@Test
	void matchesHostAndPortOrTheEngineAddress() {
		assertThat(accepted(null, null, "h2:25520")).containsExactly("h2");
		assertThat(accepted(null, null, "pekko://orders@h[35]:25520")).containsExactly("h3", "h5");
		assertThat(accepted(null, null, "h2")).isEmpty();
	}

	@Test
	void allExpressionsHaveToMatch() {
		assertThat(accepted("up|left", "web", "h[34].*")).containsExactly("h4");
	}

	@Test
	void refusesWhatIsNoRegularExpressionAndSaysWhy() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> MemberFilter.of(null, "[web", null))
			.withMessage("'role' is not a regular expression: Unclosed character class at position 3 of '[web'")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ex.getMessage()));
	}

	@Test
	void refusesALongExpression() {
		MemberFilter.of(null, null, "h".repeat(256));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> MemberFilter.of(null, null, "h".repeat(257)))
			.withMessage("'name' is longer than 256 characters");
	}

	/**
	 * Attack S14: each of these kept a thread busy for minutes.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "((.|.)*)*!", "(.*.*.*.*.*.*.*.*)*!", "(a|a?)+(.*)*(.*)*(.*)*(.*)*!", "((((.*)*)*)*)*!" })
	void givesUpAnExpressionThatTakesTooLong(String regex) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> accepted(null, null, regex))
			.withMessageContaining("takes too long to match")
			.withMessageEndingWith("make the expression simpler");
	}

	private static List<String> accepted(String status, String role, String name) {
		MemberFilter filter = MemberFilter.of(status, role, name);
		return Stream
			.concat(MEMBERS.stream().filter(filter::accepts),
					DEPARTED.stream().filter(filter::accepts).map(DepartedMember::member))
			.map((member) -> member.address().host())
			.toList();
	}

}

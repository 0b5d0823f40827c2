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

package io.muster.contactpoint.web;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.muster.contactpoint.ContactPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Invitations}.
 */
class InvitationsTests {

	private final List<ContactPoint> invited = new ArrayList<>();

	private final Invitations invitations = new Invitations(this.invited::add);

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.1:8080, 127.0.0.1, false", "http://127.0.0.3:8080, 127.0.0.1, false",
			"http://localhost:8080, 0:0:0:0:0:0:0:1, false", "'http://[::1]:8080', 127.0.0.1, false",
			"http://10.0.0.8:8080, 10.0.0.8, true", "http://10.0.0.8:8080, 10.0.0.9, true",
			"http://10.0.0.8:8080, , true" })
	void takesThemOnLoopbackOrSignedByANode(String target, String remote, boolean signed) {
		assertThat(accept(target, remote, signed)).isTrue();
		assertThat(this.invited).containsExactly(ContactPoint.tryParse(target).orElseThrow());
	}

	@ParameterizedTest
	@CsvSource({ "http://10.0.0.8:8080, 10.0.0.8, false", "http://10.0.0.8:8080, 127.0.0.1, false",
			"http://127.0.0.1:8080, 10.0.0.8, false", "http://127.0.0.1.evil.example:8080, 127.0.0.1, false",
			"http://127.0.0.1:8080, , false", "http://127.0.0.1:8080, localhost, false" })
	void refusesOthers(String target, String remote, boolean signed) {
		assertThat(accept(target, remote, signed)).isFalse();
		assertThat(this.invited).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1, true", "::1, ::1, true", "127.0.0.1, 10.0.0.5, false", "127.0.0.1, , false",
			"::1, fd00::5, false" })
	void takesNoForwardingHeadersWordForLoopback(String remote, String local, boolean expected) {
		assertThat(this.invitations.accept(ContactPoint.tryParse("http://127.0.0.1:8080").orElseThrow(),
				RemoteAddress.parse(remote, RemoteAddress.parse(local)), false))
			.isEqualTo(expected);
	}

	private boolean accept(String target, String remote, boolean signed) {
		return this.invitations.accept(ContactPoint.tryParse(target).orElseThrow(), RemoteAddress.parse(remote),
				signed);
	}

}

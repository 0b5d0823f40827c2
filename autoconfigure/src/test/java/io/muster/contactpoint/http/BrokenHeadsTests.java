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

package io.muster.contactpoint.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrokenHeads}.
 */
class BrokenHeadsTests {

	private static final ContactPoint OTHER = ContactPoint.of("10.0.0.1", 8080);

	private static final Failed FAILURE = new Failed(Kind.WRONG, "gave no valid HTTP response");

	private static final Throwable BROKEN = new ProtocolException("Invalid status line");

	@Test
	void whoeverAnswersBadlyIsLeftInPeaceForAWhile() {
		BrokenHeads heads = new BrokenHeads(Duration.ofMillis(300), Duration.ofMinutes(1));
		heads.failed(OTHER, BROKEN, FAILURE);
		assertThat(heads.heldBack(OTHER)).isEqualTo(FAILURE);
		assertThat(heads.heldBack(ContactPoint.of("10.0.0.2", 8080))).isNull();
		Awaitility.await().until(() -> heads.heldBack(OTHER) == null);
	}

	@Test
	void theTimeDoublesUpToALimitWhateverComesBetween() {
		BrokenHeads heads = new BrokenHeads(Duration.ofMillis(1), Duration.ofMillis(1000));
		for (int i = 0; i < 40; i++) {
			heads.failed(OTHER, BROKEN, FAILURE);
			heads.sound(OTHER);
		}
		assertThat(heads.heldBack(OTHER)).as("now for a second").isEqualTo(FAILURE);
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> heads.heldBack(OTHER) == null);
	}

	@Test
	void manyGoodAnswersMakeUpForABadOne() {
		BrokenHeads heads = new BrokenHeads(Duration.ofMinutes(1), Duration.ofMinutes(1));
		heads.failed(OTHER, BROKEN, FAILURE);
		for (int i = 0; i < 100; i++) {
			heads.sound(OTHER);
		}
		assertThat(heads.heldBack(OTHER)).isNull();
	}

	@Test
	void otherFailuresHoldNothingBack() {
		BrokenHeads heads = new BrokenHeads();
		heads.failed(OTHER, new ConnectException("Connection refused"), FAILURE);
		heads.failed(OTHER, new IOException("HTTP/1.1 header parser received no bytes"), FAILURE);
		assertThat(heads.heldBack(OTHER)).isNull();
	}

}

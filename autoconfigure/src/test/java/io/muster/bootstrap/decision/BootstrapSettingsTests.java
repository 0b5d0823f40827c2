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

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.muster.cluster.NodeProfile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BootstrapSettings}.
 */
class BootstrapSettingsTests {

	@Test
	void answersCountForTheFailureTimeoutWhereThatCoversARound() {
		assertThat(TestSettings.defaults().build().freshness()).isEqualTo(3000);
	}

	@Test
	void answersCountForAWholeRoundWhereThatIsLonger() {
		BootstrapSettings settings = TestSettings.defaults().requestTimeout(Duration.ofSeconds(5)).build();
		assertThat(settings.freshness()).isEqualTo(1200 + 5000);
	}

	@Test
	void whatSomeWriteForEverDoesNotOverflow() {
		Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
		BootstrapSettings settings = new BootstrapSettings(true, forEver, forEver, 0.2, forEver, 2, true, forEver, true,
				forEver, forEver, forEver, 0.2, forEver, forEver, forEver, forEver, SplitResolution.ALERT, false, 0,
				false, NodeProfile.DEFAULT, null);
		long now = Long.MAX_VALUE / 2;
		assertThat(now + settings.freshness()).isGreaterThan(now);
		assertThat(now + settings.stableMargin().toMillis() + settings.joinTimeout().toMillis()).isGreaterThan(now);
		assertThat(settings.shutdownAfterUnsuccessfulJoin()).isEqualTo(settings.joinTimeout());
	}

}

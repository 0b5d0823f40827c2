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

package io.muster.contactpoint;

import org.junit.jupiter.api.Test;

import io.muster.cluster.ClusterState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Announcement}.
 */
class AnnouncementTests {

	private static final ContactPoint CONTACT_POINT = ContactPoint.of("10.0.0.7", 8080);

	@Test
	void saysWhetherThereIsNewsAndWhetherItIsAClient() {
		for (boolean news : new boolean[] { true, false }) {
			for (boolean client : new boolean[] { true, false }) {
				Announcement announcement = Announcement.of(CONTACT_POINT, ClusterState.NEW, news, client);
				assertThat(Announcement.tryParse(announcement.toString())).contains(announcement);
			}
		}
	}

	@Test
	void ofAnOlderNodeIsNews() {
		assertThat(Announcement.tryParse("http://10.0.0.7:8080;member"))
			.contains(new Announcement(CONTACT_POINT, null, true));
		assertThat(new Announcement(CONTACT_POINT, null, true).news()).isTrue();
	}

	@Test
	void theSenderCannotSayWhereItComesFrom() {
		assertThat(Announcement.tryParse("http://10.0.0.7:8080;from=10.0.0.9").orElseThrow().from()).isNull();
		assertThat(new Announcement(CONTACT_POINT, null, true).from("10.0.0.9").from()).isEqualTo("10.0.0.9");
	}

}

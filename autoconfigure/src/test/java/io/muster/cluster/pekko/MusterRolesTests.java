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

package io.muster.cluster.pekko;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.muster.cluster.LeaderChange;
import io.muster.cluster.NodeProfile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MusterRoles}: which members may found a cluster.
 */
class MusterRolesTests {

	@Test
	void theAddressOfTheWebServerIsARoleThatApplicationsDoNotSee() {
		List<String> roles = MusterRoles.with(List.of("web"), URI.create("https://10.0.0.7:8443/orders"));
		assertThat(MusterRoles.webAddressIn(roles)).isEqualTo(URI.create("https://10.0.0.7:8443/orders"));
		assertThat(MusterRoles.without(roles)).containsExactly("web");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "javascript:alert(1)", "ftp://10.0.0.7:21", "http:///orders", "http://10.0.0.7:80 80", "" })
	void whatIsNoAddressOfAWebServerIsNotTakenForOne(String address) {
		assertThat(MusterRoles.webAddressIn(List.of("muster-web-address-" + address))).isNull();
	}

	@Test
	void aServerMayFound() {
		assertThat(MusterRoles.mayFound(MusterRoles.with(List.of("web"), "one", true, LeaderChange.SAFE))).isTrue();
	}

	@Test
	void aPlainPekkoNodeMayFound() {
		assertThat(MusterRoles.mayFound(List.of("web"))).isTrue();
	}

	@Test
	void aNodeWithoutNewClustersMayNotFound() {
		assertThat(MusterRoles.mayFound(MusterRoles.with(List.of("web"), "one", false, LeaderChange.SAFE))).isFalse();
	}

	@Test
	void aClientMayNotFound() {
		assertThat(MusterRoles
			.mayFound(MusterRoles.with(List.of(NodeProfile.CLIENT_ROLE), "one", true, LeaderChange.SAFE))).isFalse();
	}

	@Test
	void theApplicationDoesNotSeeThatANodeMayNotFound() {
		assertThat(MusterRoles.without(MusterRoles.with(List.of("web"), "one", false, LeaderChange.SAFE)))
			.containsExactly("web");
	}

	@Test
	void theLeaderChangesSafelyUnlessANodeSaysOtherwise() {
		assertThat(MusterRoles.leaderChange(List.of("web"))).isEqualTo(LeaderChange.SAFE);
		List<String> roles = MusterRoles.with(List.of("web"), "one", true, LeaderChange.EAGER);
		assertThat(MusterRoles.leaderChange(roles)).isEqualTo(LeaderChange.EAGER);
		assertThat(MusterRoles.without(roles)).containsExactly("web");
	}

}

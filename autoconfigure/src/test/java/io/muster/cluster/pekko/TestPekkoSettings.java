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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.muster.cluster.LeaderChange;
import io.muster.cluster.NodeAddress;

/**
 * {@link PekkoSettings} for tests.
 */
final class TestPekkoSettings {

	static final String NAME = "test";

	private TestPekkoSettings() {
	}

	static PekkoSettings with(Map<String, Object> overrides) {
		return with("127.0.0.1", 0, overrides);
	}

	static PekkoSettings with(String host, int port, Map<String, Object> overrides) {
		return with(NAME, host, port, List.of(), overrides);
	}

	static PekkoSettings with(String name, String host, int port, List<NodeAddress> seedNodes,
			Map<String, Object> overrides) {
		return new PekkoSettings(name, host, port, null, null, null, Set.of("web", "api"), true, "north", seedNodes,
				Duration.ofSeconds(7), Duration.ofDays(1), LeaderChange.SAFE, overrides, true);
	}

	static PekkoSettings with(String host, LeaderChange leaderChange) {
		return new PekkoSettings(NAME, host, 0, null, null, null, Set.of(), true, "default", List.of(),
				Duration.ofSeconds(7), Duration.ofDays(1), leaderChange, Map.of(), true);
	}

	static PekkoSettings unguarded(String host) {
		return new PekkoSettings(NAME, host, 0, null, null, null, Set.of(), true, "default", List.of(),
				Duration.ofSeconds(7), Duration.ofDays(1), LeaderChange.SAFE, Map.of(), false);
	}

	static PekkoSettings binding(String host, int port, String bindHost, int bindPort) {
		return new PekkoSettings(NAME, host, port, bindHost, bindPort, null, Set.of(), true, "default", List.of(),
				Duration.ofSeconds(7), Duration.ofDays(1), LeaderChange.SAFE, Map.of(), true);
	}

}

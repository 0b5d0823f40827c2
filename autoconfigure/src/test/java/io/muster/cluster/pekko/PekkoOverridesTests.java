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

import java.util.List;
import java.util.Map;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PekkoOverrides}.
 */
class PekkoOverridesTests {

	private final PekkoOverrides overrides = new PekkoOverrides(ConfigFactory.defaultReferenceUnresolved());

	@Test
	void nestedMapsBecomePaths() {
		Config config = convert(Map.of("cluster", Map.of("split-brain-resolver", Map.of("active-strategy", "x"))));
		assertThat(config.getString("pekko.cluster.split-brain-resolver.active-strategy")).isEqualTo("x");
	}

	@Test
	void keysOfTheOutermostMapMayBePaths() {
		Config config = convert(
				Map.of("cluster.gossip-interval", "1s", "cluster", Map.of("leader-actions-interval", "2s")));
		assertThat(config.getString("pekko.cluster.gossip-interval")).isEqualTo("1s");
		assertThat(config.getString("pekko.cluster.leader-actions-interval")).isEqualTo("2s");
	}

	@Test
	void keysOfInnerMapsAreTakenAsTheyAre() {
		Config config = convert(
				Map.of("actor", Map.of("serialization-bindings", Map.of("com.example.Message", "mine"))));
		assertThat(config.getObject("pekko.actor.serialization-bindings")).containsKey("com.example.Message");
	}

	@Test
	void listsStayLists() {
		Config config = convert(Map.of("extensions", List.of("a", "b")));
		assertThat(config.getStringList("pekko.extensions")).containsExactly("a", "b");
	}

	@Test
	void mapsWithIndexesBecomeLists() {
		Config config = convert(
				Map.of("extensions", Map.of("1", "b", "0", "a"), "mine", Map.of("[0]", Map.of("name", "c"))));
		assertThat(config.getStringList("pekko.extensions")).containsExactly("a", "b");
		assertThat(config.getConfigList("pekko.mine").get(0).getString("name")).isEqualTo("c");
	}

	@Test
	void commasSeparateElementsWherePekkoTakesList() {
		Config config = convert(Map.of("extensions", "a,b", "home", "c,d"));
		assertThat(config.getStringList("pekko.extensions")).containsExactly("a", "b");
		assertThat(config.getString("pekko.home")).isEqualTo("c,d");
	}

	@Test
	void booleansAreOnAndOffBecausePekkoTakesOffForDurations() {
		Config config = convert(Map.of("cluster", Map.of("down-removal-margin", false, "log-info", true)));
		assertThat(config.getString("pekko.cluster.down-removal-margin")).isEqualTo("off");
		assertThat(config.getBoolean("pekko.cluster.log-info")).isTrue();
	}

	@Test
	void namesFromEnvironmentVariablesAreRecognized() {
		Config config = convert(Map.of("cluster", Map.of("gossipinterval", "1s", "failuredetector",
				Map.of("acceptableheartbeatpause", "4s"), "unknownname", 1)));
		assertThat(config.getString("pekko.cluster.gossip-interval")).isEqualTo("1s");
		assertThat(config.getString("pekko.cluster.failure-detector.acceptable-heartbeat-pause")).isEqualTo("4s");
		assertThat(config.getInt("pekko.cluster.unknownname")).isOne();
	}

	@Test
	void complaintsNameTheProperty() {
		Config config = convert(Map.of("cluster", Map.of("gossip-interval", "soon")));
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> config.getDuration("pekko.cluster.gossip-interval"))
			.withMessageContaining("muster.pekko.cluster.gossip-interval")
			.withMessageContaining("soon");
	}

	@Test
	void nothingComesOfNothing() {
		assertThat(convert(Map.of()).isEmpty()).isTrue();
		assertThat(convert(Map.of("mine", Map.of())).getObject("pekko.mine")).isEmpty();
	}

	private Config convert(Map<String, Object> overrides) {
		return this.overrides.convert(overrides);
	}

}

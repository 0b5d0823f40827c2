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

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.typesafe.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.NodeAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PekkoConfig} and {@link OwnedSetting}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PekkoConfigTests {

	@TempDir
	private Path directory;

	@Test
	void settingsOfMusterAreApplied() {
		Config config = create(TestPekkoSettings.with("10.0.0.7", 25520, Map.of())).getConfig("pekko");
		assertThat(config.getString("actor.provider")).isEqualTo("cluster");
		assertThat(config.getString("remote.artery.canonical.hostname")).isEqualTo("10.0.0.7");
		assertThat(config.getInt("remote.artery.canonical.port")).isEqualTo(25520);
		assertThat(config.getString("remote.artery.bind.hostname")).isEmpty();
		assertThat(config.getString("remote.artery.bind.port")).isEmpty();
		assertThat(config.getStringList("cluster.roles")).containsExactly("api", "muster-server", "web");
		assertThat(config.getString("cluster.multi-data-center.self-data-center")).isEqualTo("north");
		assertThat(config.getStringList("cluster.seed-nodes")).isEmpty();
		assertThat(config.getBoolean("coordinated-shutdown.exit-jvm")).isFalse();
		assertThat(config.getBoolean("coordinated-shutdown.run-by-jvm-shutdown-hook")).isFalse();
		assertThat(config.getBoolean("jvm-exit-on-fatal-error")).isFalse();
	}

	@Test
	void addressToListenOnMayBeAnother() {
		Config config = create(TestPekkoSettings.binding("example.com", 1234, "0.0.0.0", 4321))
			.getConfig("pekko.remote.artery");
		assertThat(config.getString("canonical.hostname")).isEqualTo("example.com");
		assertThat(config.getInt("canonical.port")).isEqualTo(1234);
		assertThat(config.getString("bind.hostname")).isEqualTo("0.0.0.0");
		assertThat(config.getInt("bind.port")).isEqualTo(4321);
	}

	@Test
	void theFirstSeedNodeHasTimeToAnswerAndPekkoDoesNotJoinByItself() {
		Config config = create(TestPekkoSettings.with("orders", "127.0.0.1", 0,
				List.of(NodeAddress.parse("pekko://orders@10.0.0.7:25520")), Map.of()))
			.getConfig("pekko.cluster");
		assertThat(config.getStringList("seed-nodes")).isEmpty();
		assertThat(config.getDuration("seed-node-timeout")).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void eachPhaseOfLeavingMayTakeAsLongAsTheWhole() {
		Config phases = create(TestPekkoSettings.with(Map.of())).getConfig("pekko.coordinated-shutdown.phases");
		assertThat(phases.getDuration("cluster-leave.timeout")).isEqualTo(Duration.ofSeconds(7));
		assertThat(phases.getDuration("cluster-exiting.timeout")).isEqualTo(Duration.ofSeconds(7));
		assertThat(phases.getDuration("cluster-sharding-shutdown-region.timeout")).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void defaultsAreOverriddenByApplicationConfWhichIsOverriddenByProperties() throws IOException {
		Map<String, Object> overrides = Map.of("cluster", Map.of("gossip-interval", "3s"));
		Config config = create(TestPekkoSettings.with(overrides), """
				pekko.cluster.gossip-interval = 2s
				pekko.cluster.leader-actions-interval = 2s
				pekko.cluster.roles = [ other ]
				mine = ${user.name}
				""");
		assertThat(config.getDuration("pekko.cluster.gossip-interval")).isEqualTo(Duration.ofSeconds(3));
		assertThat(config.getDuration("pekko.cluster.leader-actions-interval")).isEqualTo(Duration.ofSeconds(2));
		assertThat(config.getDuration("pekko.cluster.seed-node-timeout")).isEqualTo(Duration.ofSeconds(1));
		assertThat(config.getDuration("pekko.cluster.failure-detector.heartbeat-interval"))
			.isEqualTo(Duration.ofSeconds(1));
		assertThat(config.getStringList("pekko.cluster.roles")).containsExactly("api", "muster-server", "web");
		assertThat(config.getString("mine")).isEqualTo(System.getProperty("user.name"));
	}

	@Test
	void settingsThatAreMustersAreWarnedOfInApplicationConf(CapturedOutput output) throws IOException {
		create(TestPekkoSettings.with(Map.of()), """
				pekko.actor.provider = cluster
				pekko.cluster.seed-nodes = [ "pekko://test@10.0.0.7:25520" ]
				""");
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("[pekko.cluster.seed-nodes]");
	}

	@Test
	void membersThatCrashedAreRemovedByDefault() {
		Config config = create(TestPekkoSettings.with(Map.of())).getConfig("pekko.cluster");
		assertThat(config.getString("downing-provider-class")).endsWith("SplitBrainResolverProvider");
		assertThat(config.getString("split-brain-resolver.active-strategy")).isEqualTo("keep-majority");
		assertThat(config.getDuration("split-brain-resolver.stable-after")).isEqualTo(Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@CsvSource({ "remote.artery.canonical.port,muster.cluster.port",
			"remote.artery.canonical.hostname,muster.cluster.host", "remote.artery.bind.port,muster.cluster.bind-port",
			"remote.artery.bind.hostname,muster.cluster.bind-host", "cluster.roles,muster.cluster.roles",
			"cluster.seed-nodes,muster.cluster.seed-nodes",
			"cluster.multi-data-center.self-data-center,muster.cluster.data-center",
			"cluster.shutdown-after-unsuccessful-join-seed-nodes,"
					+ "muster.cluster.shutdown-after-unsuccessful-join-seed-nodes",
			"actor.provider,ActorSystem", "coordinated-shutdown.exit-jvm,Spring Boot", "loggers,logging.level" })
	void settingsThatAreMustersAreRefused(String path, String instead) {
		PekkoSettings settings = TestPekkoSettings.with(Map.of(path, "1234"));
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(() -> create(settings))
			.withMessageContaining("'muster.pekko." + path + "'")
			.withMessageContaining("1234")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("Remove it").contains(instead));
	}

	@Test
	void settingsThatAreMustersMayBeRepeated() {
		assertThat(create(TestPekkoSettings.with(Map.of("actor.provider", "cluster", "jvm-exit-on-fatal-error", false)))
			.getString("pekko.actor.provider")).isEqualTo("cluster");
	}

	private Config create(PekkoSettings settings) {
		return PekkoConfig.create(settings, false, getClass().getClassLoader());
	}

	private Config create(PekkoSettings settings, String applicationConf) throws IOException {
		Files.writeString(this.directory.resolve("application.conf"), applicationConf);
		URL[] urls = { this.directory.toUri().toURL() };
		try (URLClassLoader classLoader = new URLClassLoader(urls, getClass().getClassLoader())) {
			return PekkoConfig.create(settings, false, classLoader);
		}
	}

}

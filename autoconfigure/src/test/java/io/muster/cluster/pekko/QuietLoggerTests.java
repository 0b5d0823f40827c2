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

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.pekko.TestEngines.TestEngine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link QuietLogger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class QuietLoggerTests {

	private final TestEngines engines = new TestEngines();

	@AfterEach
	void stop() {
		this.engines.close();
	}

	@Test
	void nodesComeAndGoWithoutNoise(CapturedOutput output) {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		formed.get(0).engine().stop(Duration.ofSeconds(10));
		await().until(() -> formed.get(1).state().members().size() == 1);
		formed.get(1).engine().stop(Duration.ofSeconds(10));
		assertThat(output.toString().lines()).noneMatch((line) -> line.contains("INFO") || line.contains("WARN"));
	}

	@Test
	void seedNodesThatDoNotAnswerAreWarnedOfOnce(CapturedOutput output) {
		ActorSystem actorSystem = this.engines.start().actorSystem();
		for (int i = 2; i < 5; i++) {
			warn(actorSystem, Cluster.class, "Node [x] - Couldn't join seed nodes after [" + i + "] attempts, will");
		}
		warn(actorSystem, Materializer.class, "[outbound connection to [x], control stream] Upstream failed");
		warn(actorSystem, Materializer.class, "last");
		await().until(() -> output.toString().contains("last"));
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).hasSize(2)
			.first()
			.asString()
			.contains("after [2] attempts");
	}

	private static void warn(ActorSystem actorSystem, Class<?> logClass, String message) {
		actorSystem.eventStream().publish(new Logging.Warning("source", logClass, message));
	}

	@Test
	void whatTheApplicationLogsStaysAsItIs(CapturedOutput output) {
		ActorSystem actorSystem = this.engines.start().actorSystem();
		LoggingAdapter logger = Logging.getLogger(actorSystem, this);
		logger.info("told by the application");
		actorSystem.log().warning("told through the ActorSystem");
		await().until(() -> output.toString().contains("told through the ActorSystem"));
		assertThat(output.toString().lines())
			.anyMatch((line) -> line.contains("INFO") && line.contains("told by the application"))
			.anyMatch((line) -> line.contains("WARN") && line.contains("told through the ActorSystem"));
	}

}

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

package io.muster.test;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a {@link ClusterTest @ClusterTest} leaves no thread behind.
 */
@Tag("system")
class ClusterTestThreadsTests {

	private static final Pattern OF_NODES = Pattern.compile("(muster|.*pekko).*");

	@Test
	void noThreadOfItsNodesIsLeftWhenItIsOver() {
		TestCluster cluster = new TestCluster(3,
				NodeApplication.of(Threads.class, Threads.class.getAnnotation(ClusterTest.class)));
		try {
			cluster.start();
			cluster.awaitFormed();
			cluster.awaitLeader();
			cluster.watchLeaders();
			assertThat(threads()).anyMatch((thread) -> thread.startsWith("muster"))
				.anyMatch((thread) -> thread.contains("pekko"));
			cluster.node(2).kill();
		}
		finally {
			cluster.close();
		}
		// Pools of the application end when they have been idle for a while.
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> OF_NODES.matcher(name).matches())
			.toList();
	}

	@ClusterTest(classes = Application.class,
			properties = { "spring.application.name=threads", "spring.main.web-application-type=servlet" })
	static class Threads {

	}

	@EnableAutoConfiguration
	static class Application {

	}

}

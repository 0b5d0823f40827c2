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

package io.muster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.muster.leader.OnLeader;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the dashboard and the alert rules ask for meters that nodes have.
 */
@Tag("system")
class GrafanaTests {

	private static final Path FOLDER = Path.of("..", "src", "grafana");

	private static final Pattern METRIC = Pattern.compile("\\bmuster_\\w+");

	private static final TestRegistry registry = new TestRegistry();

	private static final Node one = Node.servlet(registry).required(2).sources(Application.class);

	private static final Node two = Node.servlet(registry).required(2).sources(Application.class);

	@BeforeAll
	static void form() {
		one.start();
		two.start();
		Node.awaitOneCluster(one, two);
		Awaitility.await().until(() -> run(one) || run(two));
	}

	private static boolean run(Node node) {
		return node.context().getBean(Job.class).run() != null;
	}

	@AfterAll
	static void stop() {
		two.close();
		one.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "muster.json", "alerts.yml" })
	void everyMetricExists(String file) throws IOException {
		Set<String> asked = METRIC.matcher(Files.readString(FOLDER.resolve(file)))
			.results()
			.map(MatchResult::group)
			.map((metric) -> metric.replaceFirst("_seconds_(count|sum)$", "_seconds"))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(asked).hasSizeGreaterThan(3);
		Awaitility.await().untilAsserted(() -> assertThat(metrics()).containsAll(asked));
	}

	@Test
	void theDashboardShowsEveryMeter() throws IOException {
		String dashboard = Files.readString(FOLDER.resolve("muster.json"));
		assertThat(metrics()).allSatisfy((metric) -> assertThat(dashboard).contains(metric));
	}

	@Test
	void theDashboardIsJson() throws IOException {
		assertThat(JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("muster.json"))).path("panels").size())
			.isGreaterThan(10);
	}

	/**
	 * Return the names of the meters as Prometheus gets them. What is under way is in a
	 * timer when it has ended.
	 */
	private static Set<String> metrics() {
		Set<String> metrics = new TreeSet<>();
		for (Node node : new Node[] { one, two }) {
			node.context()
				.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.map(Meter::getId)
				.filter((id) -> id.getName().startsWith("muster.") && id.getType() != Meter.Type.LONG_TASK_TIMER)
				.forEach((id) -> metrics.add(name(id)));
		}
		return metrics;
	}

	private static String name(Meter.Id id) {
		String name = id.getName().replace('.', '_');
		if (id.getType() == Meter.Type.COUNTER) {
			return name + "_total";
		}
		return "seconds".equals(id.getBaseUnit()) ? name + "_seconds" : name;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Job job() {
			return new Job();
		}

	}

	static class Job {

		@OnLeader
		String run() {
			return "done";
		}

	}

}

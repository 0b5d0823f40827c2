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

package io.muster.sample.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.muster.processes.JavaProcess;
import io.muster.processes.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The monitoring server Prometheus in a process of its own, with the project's alert
 * rules as they are. It asks nodes for their meters twice a second, and checks the rules
 * as often. Without Prometheus, tests are skipped; where the environment variable
 * {@code CI} is set, they fail.
 */
final class PrometheusServer implements AutoCloseable {

	static final Path RULES = Path.of("..", "src", "grafana", "alerts.yml").toAbsolutePath().normalize();

	private static final String CONFIGURATION = """
			global:
			  scrape_interval: 500ms
			  scrape_timeout: 500ms
			  evaluation_interval: 500ms
			rule_files:
			  - %s
			scrape_configs:
			  - job_name: orders
			    metrics_path: /actuator/prometheus
			    static_configs:
			      - targets: [%s]
			""";

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

	private final int port = Ports.find();

	private final JavaProcess process;

	private PrometheusServer(Path directory, List<SampleNode> nodes) throws IOException {
		String targets = nodes.stream()
			.map((node) -> "'" + node.host() + ":" + node.port() + "'")
			.collect(Collectors.joining(", "));
		Path configuration = directory.resolve("prometheus.yml");
		Files.writeString(configuration, CONFIGURATION.formatted(RULES, targets));
		Path data = Files.createDirectories(directory.resolve("prometheus"));
		this.process = JavaProcess.startProgram(directory.resolve("prometheus.log"),
				List.of(executable("prometheus"), "--config.file=" + configuration, "--storage.tsdb.path=" + data,
						"--web.listen-address=127.0.0.1:" + this.port));
	}

	/**
	 * Return the path of a program of Prometheus.
	 */
	static String executable(String program) {
		Path path = Path.of("/usr/bin", program);
		if (!Files.isExecutable(path)) {
			String message = "Prometheus is not installed, by which the alert rules are tested: "
					+ "apt-get install prometheus, or what your system has for it";
			if (System.getenv("CI") != null) {
				throw new AssertionError(message);
			}
			Assumptions.abort(message);
		}
		return path.toString();
	}

	/**
	 * Start it, and wait until it has the meters of all nodes and has checked all rules.
	 * @param directory a directory for its files
	 * @param nodes the nodes, which run already
	 */
	static PrometheusServer start(Path directory, List<SampleNode> nodes) throws IOException {
		PrometheusServer server = new PrometheusServer(directory, nodes);
		try {
			Awaitility.await("all targets up, and all rules checked")
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> {
					assertThat(server.ask("targets").path("activeTargets").valueStream())
						.extracting((target) -> target.path("health").asString(""))
						.hasSize(nodes.size())
						.containsOnly("up");
					assertThat(server.rules()).isNotEmpty()
						.allSatisfy((rule) -> assertThat(rule.path("health").asString("")).isEqualTo("ok"));
				});
			return server;
		}
		catch (Throwable ex) {
			server.close();
			throw ex;
		}
	}

	private List<JsonNode> rules() {
		return ask("rules").path("groups").valueStream().flatMap((group) -> group.path("rules").valueStream()).toList();
	}

	/**
	 * Return the alerts that are firing.
	 * @return their names
	 */
	Set<String> firing() {
		return ask("alerts").path("alerts")
			.valueStream()
			.filter((alert) -> alert.path("state").asString("").equals("firing"))
			.map((alert) -> alert.path("labels").path("alertname").asString(""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the summary of an alert that is firing.
	 * @param alert the name of the alert
	 */
	String summary(String alert) {
		return ask("alerts").path("alerts")
			.valueStream()
			.filter((candidate) -> candidate.path("labels").path("alertname").asString("").equals(alert))
			.findAny()
			.orElseThrow()
			.path("annotations")
			.path("summary")
			.asString("");
	}

	/**
	 * Return what its API answers.
	 * @param what the last part of the path
	 * @return the data, a missing JSON node while there is no answer
	 */
	private JsonNode ask(String what) {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("Prometheus has ended:\n" + this.process.log());
		}
		URI uri = URI.create("http://127.0.0.1:%d/api/v1/%s".formatted(this.port, what));
		HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
		try {
			String body = HTTP.send(request, BodyHandlers.ofString()).body();
			return body.startsWith("{") ? JsonMapper.shared().readTree(body).path("data")
					: JsonMapper.shared().missingNode();
		}
		catch (IOException ex) {
			return JsonMapper.shared().missingNode();
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	@Override
	public void close() {
		this.process.kill();
		this.process.awaitExit();
	}

}

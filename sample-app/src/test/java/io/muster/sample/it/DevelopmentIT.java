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

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.muster.processes.JavaProcess;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for processes that a developer starts from compiled classes, with Spring Boot's
 * developer tools and no setting of Muster.
 */
@Tag("system")
class DevelopmentIT {

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

	@RegisterExtension
	final Processes processes = new Processes();

	@TempDir
	private Path home;

	@TempDir
	private Path classes;

	@Test
	void aProcessIsAClusterThatASecondFindsAndARestartOfTheDeveloperToolsEntersAgain() throws Exception {
		List<Integer> ports = Ports.find(2);
		JavaProcess first = start("first", ports.get(0));
		awaitMembers(ports.get(0), 1);
		start("second", ports.get(1));
		awaitMembers(ports.get(1), 2);
		Set<String> before = nodes(ports.get(1));
		// Both watch the directory, and both are other nodes afterwards.
		Files.writeString(this.classes.resolve("compiled.properties"), "a=b");
		Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
			Set<String> after = nodes(ports.get(1));
			assertThat(after).hasSize(2).doesNotContainAnyElementsOf(before);
			assertThat(nodes(ports.get(0))).isEqualTo(after);
		});
		first.kill();
		first.awaitExit();
		Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
			try (Stream<Path> files = Files.list(this.home.resolve(".muster/processes/sample-development"))) {
				assertThat(files).hasSize(1);
			}
		});
	}

	private JavaProcess start(String name, int port) {
		String path = Stream
			.concat(Stream.of(this.classes.toString()),
					Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
						.filter((entry) -> !entry.endsWith("test-classes")))
			.reduce((one, other) -> one + File.pathSeparator + other)
			.orElseThrow();
		return this.processes.start(name,
				List.of("-Duser.home=" + this.home, "-cp", path, SampleApplication.class.getName(),
						"--server.address=127.0.0.1", "--server.port=" + port,
						"--spring.devtools.restart.poll-interval=1s", "--spring.devtools.restart.quiet-period=200ms",
						"--spring.devtools.livereload.enabled=false"));
	}

	private static void awaitMembers(int port, int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(nodes(port)).hasSize(count));
	}

	/**
	 * Return the uids of the members, none while the node does not answer.
	 */
	private static Set<String> nodes(int port) throws InterruptedException {
		Set<String> nodes = new TreeSet<>();
		try {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:%d/actuator/cluster".formatted(port)))
				.timeout(Duration.ofSeconds(2))
				.build();
			List<JsonNode> members = new ArrayList<>();
			JsonMapper.shared()
				.readTree(HTTP.send(request, BodyHandlers.ofString()).body())
				.path("members")
				.forEach(members::add);
			members.forEach((member) -> nodes.add(member.path("uid").asString()));
		}
		catch (IOException ex) {
			// It restarts.
		}
		return nodes;
	}

}

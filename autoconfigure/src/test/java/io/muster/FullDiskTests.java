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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for a node whose data directory is on a full file system, or has a damaged file.
 * To mount a tiny file system needs root.
 */
@Tag("system")
@EnabledOnOs(OS.LINUX)
class FullDiskTests {

	private final TestRegistry registry = new TestRegistry();

	@TempDir
	private Path directory;

	@BeforeEach
	void mount() throws Exception {
		assumeTrue("root".equals(System.getProperty("user.name")), "to mount a file system needs root");
		int exitCode = run("mount", "-t", "tmpfs", "-o", "size=64k", "muster-test", this.directory.toString());
		assumeTrue(exitCode == 0 || System.getenv("CI") != null, "to mount a file system needs more privileges");
		assertThat(exitCode).isZero();
	}

	@AfterEach
	void unmount() throws Exception {
		run("umount", "--lazy", this.directory.toString());
	}

	@Test
	void nodeWithAFullDiskSaysSoAndFoundsOnceThereIsSpace() {
		try (Node node = node(1).start()) {
			Node.awaitOneCluster(node);
			assertThat(Files.exists(file())).isTrue();
		}
		String before = content();
		fill();
		try (Node node = node(1).start()) {
			await(() -> assertThat(node.json("/actuator/bootstrap").path("waitingFor").asString(""))
				.isEqualTo("its data directory to be usable. " + full()));
			assertThat(node.json("/actuator/bootstrap").path("storage").asString("")).isEqualTo(full());
			assertThat(node.get("/actuator/health").body()).contains("\"storage\":\"" + full());
			assertThat(node.members()).isEmpty();
			assertThat(content()).as("what was stored before").isEqualTo(before);
			makeSpace();
			Node.awaitOneCluster(node);
			await(() -> assertThat(node.json("/actuator/bootstrap").has("storage")).isFalse());
			assertThat(content()).isNotEqualTo(before);
		}
	}

	@Test
	void memberWithAFullDiskStaysOneAndStoresItsClusterOnceThereIsSpace() {
		try (Node one = node(2).start()) {
			fill();
			try (Node two = withoutDataDirectory(2).start(); Node three = withoutDataDirectory(2).start()) {
				Node.awaitOneCluster(one, two, three);
				await(() -> assertThat(one.json("/actuator/bootstrap").path("storage").asString("")).isEqualTo(full()));
				assertThat(one.get("/actuator/health").statusCode()).isEqualTo(200);
				makeSpace();
				await(() -> assertThat(one.json("/actuator/bootstrap").has("storage")).isFalse());
				assertThat(content()).contains(two.cluster().self().address().toString(),
						three.cluster().self().address().toString());
			}
		}
	}

	@Test
	void voterThatCannotWriteItsLogSaysSoUntilThereIsSpace() {
		try (Node one = node(2).start(); Node two = withoutDataDirectory(2).start()) {
			Node.awaitOneCluster(one, two);
			await(() -> assertThat(one.json("/actuator/leadership").path("raft").path("numPeers").asInt(0)).isOne());
			fill();
			try (Node three = withoutDataDirectory(2).start()) {
				Node.awaitOneCluster(one, two, three);
				await(() -> assertThat(warning(one)).startsWith("this server cannot write to " + this.directory)
					.contains("No space left on device", "Until then it acknowledges nothing new"));
				makeSpace();
				await(() -> assertThat(warning(one)).isEmpty());
				await(() -> assertThat(one.json("/actuator/leadership").path("raft").path("numPeers").asInt(0))
					.isEqualTo(2));
			}
		}
	}

	private static String warning(Node node) {
		return node.json("/actuator/leadership").path("raft").path("warning").asString("");
	}

	@Test
	void nodeWithADamagedFileSaysSoAndJoinsAndStoresAgain() throws IOException {
		try (Node node = node(1).start()) {
			Node.awaitOneCluster(node);
		}
		Files.writeString(file(), content().replace("orders@", "orders#"));
		String damaged = content();
		try (Node node = node(2).start();
				Node two = withoutDataDirectory(2).property("muster.bootstrap.new-cluster-enabled", false).start()) {
			await(() -> assertThat(node.json("/actuator/bootstrap").path("waitingFor").asString(""))
				.startsWith(
						"its data directory to be usable. The file " + file() + " (muster.bootstrap.data-dir) cannot "
								+ "be used: its checksum is wrong, so it was damaged or edited. ")
				.endsWith("remove the file and start this node again"));
			assertThat(node.json("/actuator/bootstrap").has("storage")).isTrue();
			assertThat(content()).isEqualTo(damaged);
			try (Node three = withoutDataDirectory(2).start(); Node four = withoutDataDirectory(2).start()) {
				Node.awaitOneCluster(node, two, three, four);
				await(() -> assertThat(node.json("/actuator/bootstrap").has("storage")).isFalse());
			}
		}
		assertThat(this.directory.resolve("bootstrap.json.unreadable")).hasContent(damaged);
	}

	private Node node(int required) {
		return Node.servlet(this.registry)
			.required(required)
			.property("management.endpoint.health.show-details", "always")
			.property("muster.bootstrap.data-dir", this.directory);
	}

	private Node withoutDataDirectory(int required) {
		return Node.servlet(this.registry).required(required);
	}

	private String full() {
		return "This node cannot write to " + this.directory + " (muster.bootstrap.data-dir): No space left on device. "
				+ "Make space there. Until then it neither votes nor founds, and if its process ends, it loses what it "
				+ "could not write";
	}

	private Path file() {
		return this.directory.resolve("bootstrap.json");
	}

	private String content() {
		try {
			return Files.readString(file());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void fill() {
		try {
			Files.write(this.directory.resolve("ballast"), new byte[128 * 1024]);
			throw new AssertionError("There is still space");
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("No space left on device");
		}
	}

	private void makeSpace() {
		try {
			Files.delete(this.directory.resolve("ballast"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

	private static int run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
	}

}

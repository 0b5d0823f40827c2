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

package io.muster.contactpoint.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muster.contactpoint.ContactPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalProcesses}.
 */
class LocalProcessesTests {

	private static final ContactPoint ONE = ContactPoint.of("127.0.0.1", 8081);

	private static final ContactPoint TWO = ContactPoint.of("127.0.0.1", 8082);

	@TempDir
	private Path home;

	private Path directory;

	@BeforeEach
	void directory() {
		this.directory = this.home.resolve("orders");
	}

	@Test
	void aNodeFindsItself() throws Exception {
		assertThat(node(ONE).lookup()).containsExactly(ONE);
	}

	@Test
	void nodesFindEachOther() throws Exception {
		LocalProcesses one = node(ONE);
		LocalProcesses two = node(TWO);
		one.lookup();
		assertThat(two.lookup()).containsExactlyInAnyOrder(ONE, TWO);
		assertThat(one.lookup()).containsExactlyInAnyOrder(ONE, TWO);
	}

	@Test
	void aNodeWithoutAWebServerFindsTheOthers() throws Exception {
		node(ONE).lookup();
		assertThat(new LocalProcesses(this.directory, () -> null).lookup()).containsExactly(ONE);
	}

	@Test
	void aNodeThatStopsIsNotFoundAnyMore() throws Exception {
		LocalProcesses one = node(ONE);
		one.lookup();
		one.close();
		assertThat(node(TWO).lookup()).containsExactly(TWO);
		assertThat(one.lookup()).containsExactly(TWO);
	}

	@Test
	void theFileOfAProcessThatEndedIsRemoved() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--version")
			.redirectErrorStream(true)
			.start();
		process.getInputStream().transferTo(OutputStream.nullOutputStream());
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		write(process.pid(), Instant.now(), ONE.toString());
		assertThat(node(TWO).lookup()).containsExactly(TWO);
		assertThat(files()).hasSize(1);
	}

	@Test
	void theFileOfAnEarlierProcessWithTheSameNumberIsRemoved() throws Exception {
		write(ProcessHandle.current().pid(), Instant.now().minusSeconds(100_000), ONE.toString());
		assertThat(node(TWO).lookup()).containsExactly(TWO);
		assertThat(files()).hasSize(1);
	}

	@Test
	void whatOtherMachinesCouldListenAtIsIgnored() throws Exception {
		LocalProcesses two = node(TWO);
		two.lookup();
		Path own = this.directory.resolve(files()[0]);
		Files.writeString(own.resolveSibling(files()[0].replaceFirst("-\\d+\\.", "-999999.")), "http://10.0.0.7:8080");
		Files.writeString(own.resolveSibling(files()[0].replaceFirst("-\\d+\\.", "-999998.")), "nonsense");
		Files.writeString(own.resolveSibling("other.contact-point"), ONE.toString());
		assertThat(two.lookup()).containsExactly(TWO);
	}

	private LocalProcesses node(ContactPoint self) {
		return new LocalProcesses(this.directory, () -> self);
	}

	private void write(long pid, Instant started, String text) throws IOException {
		Files.createDirectories(this.directory);
		Files.writeString(this.directory.resolve("%d-%d-1.contact-point".formatted(pid, started.getEpochSecond())),
				text);
	}

	private String[] files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toArray(String[]::new);
		}
	}

}

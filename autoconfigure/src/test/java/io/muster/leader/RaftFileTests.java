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

package io.muster.leader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.consensus.AgreedState;
import io.muster.consensus.Command;
import io.muster.consensus.LogEntry;
import io.muster.consensus.StoredLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftFile}.
 */
@ExtendWith(OutputCaptureExtension.class)
final class RaftFileTests {

	private static final Node ONE = new Node(new NodeAddress("pekko", "orders", "10.0.0.1", 25520), 1);

	private static final StoredLog LOG = new StoredLog(60_000_000, ONE, List.of(ONE), 41, 2, List.of(ONE),
			AgreedState.EMPTY, List.of(new LogEntry(2, new Command.Stand(ONE, "billing"))), false);

	@TempDir
	private Path parent;

	@Test
	void remembersNothingAtFirst(CapturedOutput output) {
		assertThat(file("orders").load()).isEqualTo(StoredLog.NONE);
		assertThat(output).isEmpty();
		assertThat(directory()).doesNotExist();
	}

	@Test
	void remembersWhatWasStoredLast() {
		RaftFile file = file("orders");
		assertThat(file.store(LOG)).isNull();
		assertThat(file.load()).isEqualTo(LOG);
		assertThat(file("orders").load()).isEqualTo(LOG);
	}

	@Test
	void theFileCanBeReadByPeople() {
		file("orders").store(LOG);
		assertThat(path()).content()
			.contains("\"cluster\" : \"orders\"", "\"lastLogIndex\" : 42", "pekko://orders@10.0.0.1:25520#1");
	}

	@Test
	void everyTornFileIsNoticed() throws IOException {
		file("orders").store(LOG);
		byte[] content = Files.readAllBytes(path());
		for (int length = 0; length < content.length; length++) {
			Files.write(path(), Arrays.copyOf(content, length));
			assertThat(file("orders").load()).as("%d bytes", length).isEqualTo(StoredLog.UNREADABLE);
		}
	}

	@Test
	void everyDamagedByteIsNoticed() throws IOException {
		file("orders").store(LOG);
		byte[] content = Files.readAllBytes(path());
		for (int i = 0; i < content.length; i++) {
			byte[] damaged = content.clone();
			damaged[i] ^= 1;
			Files.write(path(), damaged);
			assertThat(file("orders").load()).as("byte %d of %s", i, new String(damaged, StandardCharsets.UTF_8))
				.isEqualTo(StoredLog.UNREADABLE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "{}", "{\"version\":1,\"cluster\":\"orders\"}" })
	void whatIsNoLogIsNoticed(String content) throws IOException {
		Files.createDirectories(directory());
		Files.writeString(path(), content);
		assertThat(file("orders").load()).isEqualTo(StoredLog.UNREADABLE);
	}

	@Test
	void aLogOfAnotherClusterIsExplained(CapturedOutput output) {
		file("billing").store(LOG);
		assertThat(file("orders").load()).isEqualTo(StoredLog.UNREADABLE);
		assertThat(output).contains("the file " + path() + " (muster.bootstrap.data-dir) cannot be used: it was "
				+ "written for cluster 'billing', and this node belongs to 'orders'. This server takes part as one "
				+ "that has lost its disk");
	}

	@Test
	void aFileThatCannotBeReadIsKeptBesideTheOneThatReplacesIt() throws IOException {
		Files.createDirectories(directory());
		Files.writeString(path(), "{");
		RaftFile file = file("orders");
		file.load();
		assertThat(path()).hasContent("{");
		assertThat(file.store(LOG)).isNull();
		assertThat(directory().resolve("log.json.unreadable")).hasContent("{");
		assertThat(file("orders").load()).isEqualTo(LOG);
	}

	@Test
	void aFolderThatCannotBeWrittenToIsExplainedUntilItCan() throws IOException {
		Files.writeString(directory(), "a file");
		RaftFile file = file("orders");
		assertThat(file.load()).isEqualTo(StoredLog.UNREADABLE);
		assertThat(file.store(LOG))
			.startsWith("this server cannot write to " + directory() + " (muster.bootstrap.data-dir): ")
			.endsWith(". Repair the directory. Until then it acknowledges nothing new, and tries again");
		Files.delete(directory());
		assertThat(file.store(LOG)).isNull();
		assertThat(file("orders").load()).isEqualTo(LOG);
	}

	private Path directory() {
		return this.parent.resolve("raft");
	}

	private Path path() {
		return directory().resolve(RaftFile.FILE);
	}

	private RaftFile file(String cluster) {
		return new RaftFile(directory(), cluster);
	}

}

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

package io.muster.bootstrap.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.formation.DurableState;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DataDirectory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DataDirectoryTests {

	private static final DurableState STATE = new DurableState(TestNodes.node("10.0.0.1"),
			List.of(new LastKnownMember(TestNodes.node("10.0.0.2"), TestNodes.contactPoint("10.0.0.2")),
					new LastKnownMember(TestNodes.node("10.0.0.3"), null)),
			new Vote(new Node(NodeAddress.parse("pekko://orders@10.0.0.2:25520"), -7), 3), true);

	@TempDir
	private Path parent;

	@Test
	void remembersNothingAtFirst(CapturedOutput output) throws IOException {
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load()).isEqualTo(DurableState.NONE);
		}
		assertThat(output).isEmpty();
	}

	@Test
	void remembersWhatWasStoredLast() throws IOException {
		try (DataDirectory directory = open("orders")) {
			directory.store(STATE.withVote(null));
			directory.store(STATE);
		}
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load()).isEqualTo(STATE);
		}
	}

	@Test
	void theFileCanBeReadByPeople() throws IOException {
		try (DataDirectory directory = open("orders")) {
			directory.store(STATE);
		}
		assertThat(file()).content()
			.contains("\"cluster\" : \"orders\"", "\"node\" : \"pekko://orders@10.0.0.2:25520\"",
					"\"contactPoint\" : \"http://10.0.0.2:8080\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "{}", "{\"version\":1}", "{\"version\":2,\"cluster\":\"orders\"}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[{}]}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[null]}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[{\"node\":\"nonsense\",\"uid\":1}]}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[],\"vote\":{}}",
			"{\"version\":1,\"cluster\":\"billing\",\"members\":[]}" })
	void tornOrForeignFileIsReportedAndPutAside(String content, CapturedOutput output) throws IOException {
		Files.createDirectories(directory());
		Files.writeString(file(), content);
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load()).isEqualTo(DurableState.NONE);
			assertThat(output).contains("The durable state of this node in " + file() + " cannot be used: ",
					"It starts as if it had never been a member; the file is now bootstrap.json.ignored");
			assertThat(directory().resolve("bootstrap.json.ignored")).hasContent(content);
			assertThat(file()).doesNotExist();
		}
	}

	@Test
	void fileOfAnotherClusterIsNamed(CapturedOutput output) throws IOException {
		try (DataDirectory directory = open("billing")) {
			directory.store(STATE);
		}
		try (DataDirectory directory = open("orders")) {
			directory.load();
		}
		assertThat(output).contains("it was written for cluster 'billing', and this node belongs to 'orders'");
	}

	@Test
	void halfWrittenSuccessorIsNotTakenForTheFile() throws IOException {
		try (DataDirectory directory = open("orders")) {
			directory.store(STATE);
		}
		Files.writeString(directory().resolve("bootstrap.json.new"), "{\"vers");
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load()).isEqualTo(STATE);
			directory.store(STATE.withVote(null));
			assertThat(directory.load()).isEqualTo(STATE.withVote(null));
		}
	}

	@Test
	void twoNodesCanNotShareIt() throws IOException {
		try (DataDirectory directory = open("orders")) {
			assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(() -> open("orders"))
				.satisfies((failure) -> assertThat(failure.analysis().getDescription())
					.isEqualTo("The directory '%s' (muster.bootstrap.data-dir) is in use by another node."
						.formatted(directory())));
			directory.store(STATE);
		}
		open("orders").close();
	}

	@Test
	void placeThatIsNoDirectoryStopsTheApplication() throws IOException {
		Files.writeString(directory(), "a file");
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(() -> open("orders"))
			.satisfies((failure) -> assertThat(failure.analysis().getDescription())
				.startsWith("The directory '%s' (muster.bootstrap.data-dir) cannot be used: ".formatted(directory())));
	}

	@Test
	void directoryThatIsGoneIsReportedOnceAndItsReturnToo(CapturedOutput output) throws IOException {
		try (DataDirectory directory = open("orders")) {
			Files.delete(directory().resolve("lock"));
			Files.delete(directory());
			directory.store(STATE);
			directory.store(STATE.withVote(null));
			assertThat(output.toString().split("This node cannot write to", -1)).hasSize(2);
			Files.createDirectory(directory());
			directory.store(STATE);
			assertThat(output).contains("This node can write to " + directory() + " again");
		}
	}

	private Path directory() {
		return this.parent.resolve("data");
	}

	private Path file() {
		return directory().resolve(DataDirectory.FILE);
	}

	private DataDirectory open(String cluster) {
		return new DataDirectory(directory(), cluster);
	}

}

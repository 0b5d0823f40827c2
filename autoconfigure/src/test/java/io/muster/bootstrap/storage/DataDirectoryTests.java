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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
	@ValueSource(strings = { "", "{", "[]", "null", "{}", "{\"version\":1}", "{\"version\":1,\"cluster\":\"orders\"",
			"{\"version\":2,\"cluster\":\"orders\",\"members\":[]}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[{}]}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[null]}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[{\"node\":\"nonsense\",\"uid\":1}]}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[],\"vote\":{}}",
			"{\"version\":1,\"cluster\":\"orders\",\"members\":[],\"checksum\":\"00000000\"}",
			"{\"version\":1,\"cluster\":\"billing\",\"members\":[]}" })
	void fileThatCannotBeUsedIsNoProofThatThisNodeNeverWasAMember(String content) throws IOException {
		Files.createDirectories(directory());
		Files.writeString(file(), content);
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load().unreadable())
				.startsWith("The file " + file() + " (muster.bootstrap.data-dir) cannot be used: ")
				.endsWith(". This node may have been a member and may have voted, so it joins a cluster, but neither "
						+ "votes nor founds. If no cluster of its former members can be running, remove the file and "
						+ "start this node again");
			assertThat(file()).as("kept").hasContent(content);
		}
	}

	@Test
	void fileThatCannotBeUsedIsKeptBesideTheOneThatReplacesIt() throws IOException {
		Files.createDirectories(directory());
		Files.writeString(file(), "{");
		try (DataDirectory directory = open("orders")) {
			directory.load();
			assertThat(directory.store(STATE)).isNull();
			assertThat(directory.store(STATE.withVote(null))).isNull();
		}
		assertThat(directory().resolve("bootstrap.json.unreadable")).hasContent("{");
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load()).isEqualTo(STATE.withVote(null));
		}
	}

	@Test
	void fileOfAnotherClusterIsNamed() throws IOException {
		try (DataDirectory directory = open("billing")) {
			directory.store(STATE);
		}
		assertThat(loadFailure()).contains("it was written for cluster 'billing', and this node belongs to 'orders'");
	}

	@Test
	void fileOfALaterReleaseIsNamed() throws IOException {
		Files.createDirectories(directory());
		Files.writeString(file(), "{\"version\":2,\"cluster\":\"orders\",\"members\":[]}");
		assertThat(loadFailure()).contains("it has version 2, and this release reads version 1 only");
	}

	@Test
	void everyDamagedByteIsNoticed() throws IOException {
		try (DataDirectory directory = open("orders")) {
			directory.store(STATE);
		}
		byte[] content = Files.readAllBytes(file());
		int checksum = Files.readString(file()).indexOf("\"checksum\"");
		for (int i = 0; i < content.length; i++) {
			if (i >= checksum && i < checksum + "\"checksum\"".length()) {
				// Without its name, the checksum is a property that this release ignores.
				continue;
			}
			byte[] damaged = content.clone();
			damaged[i] ^= 1;
			Files.write(file(), damaged);
			assertThat(loadFailure()).as("byte %d of %s", i, new String(damaged, StandardCharsets.UTF_8)).isNotNull();
		}
	}

	@Test
	void everyTornFileIsNoticed() throws IOException {
		try (DataDirectory directory = open("orders")) {
			directory.store(STATE);
		}
		byte[] content = Files.readAllBytes(file());
		for (int length = 0; length < content.length; length++) {
			Files.write(file(), Arrays.copyOf(content, length));
			assertThat(loadFailure()).as("%d bytes", length).isNotNull();
		}
	}

	@Test
	void fileThatAPersonHasEditedIsReadOnceItHasNoChecksum() throws IOException {
		try (DataDirectory directory = open("orders")) {
			directory.store(STATE);
		}
		String edited = Files.readString(file()).replace("10.0.0.3", "10.0.0.4");
		Files.writeString(file(), edited);
		assertThat(loadFailure()).contains("its checksum is wrong, so it was damaged or edited");
		Files.writeString(file(), edited.replaceFirst(",\\s+\"checksum\".*", ""));
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load().members()).extracting(LastKnownMember::node)
				.containsExactly(TestNodes.node("10.0.0.2"),
						new Node(TestNodes.address("10.0.0.4"), TestNodes.uid("10.0.0.3")));
		}
	}

	@Test
	void fileOfAnEarlierReleaseIsRead() throws IOException {
		Files.createDirectories(directory());
		Files.writeString(file(), """
				{
				  "version" : 1,
				  "cluster" : "orders",
				  "members" : [ ],
				  "vote" : {
				    "node" : "pekko://orders@10.0.0.2:25520",
				    "uid" : -7,
				    "term" : 3
				  }
				}""");
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.load()).isEqualTo(new DurableState(null, List.of(), STATE.vote(), false));
		}
	}

	private @Nullable String loadFailure() throws IOException {
		try (DataDirectory directory = open("orders")) {
			return directory.load().unreadable();
		}
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
	@DisabledOnOs(OS.WINDOWS)
	void onlyTheOwnerReadsIt() throws IOException {
		try (DataDirectory directory = open("orders")) {
			directory.store(STATE);
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory()))).isEqualTo("rwx------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve("bootstrap.json"))))
			.isEqualTo("rw-------");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aLinkThatSomebodyElseHasPutThereIsNotFollowed() throws IOException {
		Path target = Files.writeString(this.parent.resolve("precious"), "precious");
		Files.createDirectory(directory());
		Files.createSymbolicLink(directory().resolve("bootstrap.json.new"), target);
		try (DataDirectory directory = open("orders")) {
			assertThat(directory.store(STATE)).isNull();
			assertThat(directory.load()).isEqualTo(STATE);
		}
		assertThat(target).hasContent("precious");
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
	void directoryThatIsGoneIsReportedUntilItIsBack() throws IOException {
		try (DataDirectory directory = open("orders")) {
			Files.delete(directory().resolve("lock"));
			Files.delete(directory());
			assertThat(directory.store(STATE))
				.isEqualTo(("This node cannot write to %s (muster.bootstrap.data-dir): No "
						+ "such file or directory. Create the directory again, or mount it. Until then it neither votes nor "
						+ "founds, and if its process ends, it loses what it could not write")
					.formatted(directory()));
			Files.createDirectory(directory());
			assertThat(directory.store(STATE)).isNull();
			assertThat(directory.load()).isEqualTo(STATE);
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

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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.consensus.AgreedLocks;
import io.muster.consensus.AgreedState;
import io.muster.consensus.Command;
import io.muster.consensus.ConsensusMessage;
import io.muster.consensus.LockRequest;
import io.muster.consensus.LogEntry;
import io.muster.consensus.StoredLog;
import io.muster.leader.ConsensusJson.Letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConsensusJson}.
 */
final class ConsensusJsonTests {

	private static final Node ONE = node(1);

	private static final Node TWO = node(-2_000_000_000_000L);

	private static final AgreedState STATE = new AgreedState(true, Set.of(ONE, TWO),
			new TreeMap<>(Map.of("", new AgreedState.Role(List.of(ONE, TWO), ONE, 42))), AgreedLocks.NONE);

	@ParameterizedTest
	@MethodSource("messages")
	void readsWhatItWrites(ConsensusMessage message) {
		Letter letter = new Letter(ONE, TWO, message);
		assertThat(ConsensusJson.read(ConsensusJson.write(letter))).isEqualTo(letter);
	}

	@Test
	void everyTypeOfMessageAndCommandIsTested() {
		assertThat(messages().<Object>map(Object::getClass)).containsAll(types(ConsensusMessage.class));
		assertThat(commands().<Object>map(Object::getClass)).containsAll(types(Command.class));
	}

	@Test
	void ignoresWhatALaterReleaseAddsToAMessage() {
		String text = new String(ConsensusJson.write(new Letter(ONE, TWO, new ConsensusMessage.Abandon(7))),
				StandardCharsets.UTF_8);
		Letter read = ConsensusJson
			.read(text.replace("\"epoch\":7", "\"epoch\":7,\"new\":[1]").getBytes(StandardCharsets.UTF_8));
		assertThat(read.message()).isEqualTo(new ConsensusMessage.Abandon(7));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{\"from\":\"nobody\"}", "{\"from\":\"pekko://orders@10.0.0.1:1#x\"}",
			"{\"message\":{\"type\":\"Unknown\"}}" })
	void refusesWhatIsNoLetter(String text) {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> ConsensusJson.read(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void theStateOfThreeHundredServersWithAllLocksFitsIntoOneMessage() {
		List<Node> servers = IntStream.range(0, 300).mapToObj((server) -> node(server * 0x9E3779B97F4A7C15L)).toList();
		TreeMap<String, AgreedState.Role> roles = new TreeMap<>();
		IntStream.range(0, 5)
			.forEach((index) -> roles.put("role-" + index, new AgreedState.Role(servers, servers.get(0), 42)));
		TreeMap<String, AgreedLocks.Lock> locks = new TreeMap<>();
		LockRequest request = new LockRequest(123_456, 1, 3_600_000_000_000L, 0);
		IntStream.range(0, 1000).forEach((index) -> {
			Node server = servers.get(index % servers.size());
			locks.put(("lock-%04d".formatted(index)).repeat(20), new AgreedLocks.Lock(List.of(),
					new AgreedLocks.Holder(server, request, 259_247_009_125_367_813L + index, 123_456_789_012_345L),
					0));
		});
		AgreedState state = new AgreedState(true, Set.copyOf(servers), roles, new AgreedLocks(5, -1, locks));
		assertThat(state.locks().isFull()).isTrue();
		Letter letter = new Letter(ONE, TWO,
				new ConsensusMessage.Install(7, 1, 99, 98, servers.subList(0, 5), state, 3, 9, ONE));
		byte[] bytes = ConsensusJson.write(letter);
		assertThat(bytes).hasSizeLessThan(200_000);
		assertThat(ConsensusJson.read(bytes)).isEqualTo(letter);
	}

	@Test
	void refusesWhatIsCutOff() {
		List<LogEntry> entries = IntStream.range(0, 300)
			.mapToObj((index) -> new LogEntry(1, new Command.Open(node(index))))
			.toList();
		byte[] bytes = ConsensusJson
			.write(new Letter(ONE, TWO, new ConsensusMessage.Append(7, 1, 0, 0, entries, 0, 1, 0, ONE)));
		assertThat(bytes).hasSizeLessThan(10_000);
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> ConsensusJson.read(Arrays.copyOf(bytes, bytes.length - 20)));
	}

	private static final StoredLog LOG = new StoredLog(6, ONE, List.of(ONE, TWO), 4, 2, List.of(ONE), STATE,
			commands().map((command) -> new LogEntry(2, command)).toList(), true);

	private static Stream<ConsensusMessage> messages() {
		return Stream.of(new ConsensusMessage.VoteRequest(7, 2, true, 5, 1),
				new ConsensusMessage.VoteReply(7, 2, false, true, -1),
				new ConsensusMessage.Append(7, 2, 4, 1, commands().map((command) -> new LogEntry(2, command)).toList(),
						3, 9, 8, TWO),
				new ConsensusMessage.Install(7, 2, 4, 1, List.of(ONE), STATE, 9, 8, TWO),
				new ConsensusMessage.AppendReply(7, 2, true, 5, 9), new ConsensusMessage.StandNow(7, 2),
				new ConsensusMessage.Found(7, Set.of(ONE, TWO), List.of(ONE)),
				new ConsensusMessage.Promise(7, true, 6, 5, List.of(TWO), 7, LOG), new ConsensusMessage.Abandon(7),
				new ConsensusMessage.KeepAlive(7, 2, 3, -1, Set.of("", "billing"),
						Map.of("report", new LockRequest(5, 1, 60, 0)), Set.of("import"), 4, true),
				new ConsensusMessage.Agreed(7, 2, 5, 4, STATE, List.of(ONE, TWO), 3, 0, 9),
				new ConsensusMessage.Agreed(7, 2, 5, 4, null, List.of(ONE, TWO), 3, 0, 9),
				new ConsensusMessage.Redirect(7, null, 0, List.of()),
				new ConsensusMessage.Redirect(7, ONE, 4, List.of(ONE, TWO)));
	}

	private static Stream<Command> commands() {
		return Stream.of(new Command.Configuration(List.of(ONE, TWO)), new Command.NewTerm(),
				new Command.Begin(true, 0), new Command.Open(ONE), new Command.Close(ONE, 8),
				new Command.Request(ONE, "report", new LockRequest(5, 1, 60, 0), 8),
				new Command.Release(ONE, "report", true, 9), new Command.Pass(10), new Command.Stand(ONE, "billing"),
				new Command.Withdraw(ONE, ""));
	}

	/**
	 * Return the records that implement a sealed interface.
	 */
	private static List<Class<?>> types(Class<?> sealed) {
		return Stream.of(sealed.getPermittedSubclasses())
			.flatMap((type) -> type.isInterface() ? types(type).stream() : Stream.of(type))
			.<Class<?>>map((type) -> type)
			.toList();
	}

	private static Node node(long uid) {
		return new Node(new NodeAddress("pekko", "orders", "ip-10-0-0-" + Math.abs(uid) + ".internal", 25520), uid);
	}

}

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

package io.muster.contactpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.TestNodes;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Reads answers that a generator breaks in many ways. The seed is printed where one fails
 * the test: {@code -Dmuster.fuzz.seed=42} begins with it, and
 * {@code -Dmuster.fuzz.answers=1000000} reads more.
 */
class AnswerFuzzTests {

	private static final long SEED = Long.getLong("muster.fuzz.seed", 1);

	/**
	 * Answers of nodes, with all parts that there are.
	 */
	private static final List<byte[]> ANSWERS = Stream
		.of(TestNodes.answerOfMember("10.0.0.1", 3, TestNodes.node("10.0.0.2")),
				TestNodes.answerOfForming("10.0.0.1", 3, 2, TestNodes.node("10.0.0.1")),
				TestNodes.answer("10.0.0.1", new Vote(TestNodes.node("10.0.0.2"), 9)),
				TestNodes.answerOfFormerMember("10.0.0.1", TestNodes.node("10.0.0.3")),
				TestNodes.knowing(TestNodes.answer("10.0.0.1"), "10.0.0.2", "10.0.0.3"),
				TestNodes.pekkoAnswer("10.0.0.1", "10.0.0.1", "10.0.0.2"))
		.map(SeedNodesMapper::write)
		.toList();

	private static final List<String> TOKENS = List.of("null", "[]", "{}", "-1", "0", "1e999", "9223372036854775808",
			"true", "\"\"", "\"\\u0000\"", "\"pekko://\"", "\"http://%00\"", "[null]", "{\"a\":null}", ",", ":", "\"",
			"}", "]", "\uFEFF", "\"\u2028\u202e\"", "NaN", "//", "\"" + "x".repeat(5000) + "\"", "[".repeat(2000),
			"\"pekko://orders@10.0.0.1:99999999\"");

	private static final List<String> VALUES = List.of("null", "[]", "{}", "-1", "0", "7", "9223372036854775807",
			"true", "false", "\"\"", "\"a\"", "\"\\u0000\\u2028\"", "[null]", "[\"http://10.0.0.1:1\"]",
			"\"pekko://orders@10.0.0.1:1\"", "{\"a\":null}", "1e999");

	@Test
	void whateverAnAnswerIsItIsReadOrRefused() {
		read(5000);
	}

	@Test
	@Tag("system")
	void manyMoreAnswersAreReadOrRefused() {
		read(Integer.getInteger("muster.fuzz.answers", 200_000));
	}

	private static void read(int count) {
		int understood = 0;
		for (int i = 0; i < count; i++) {
			long seed = SEED + i;
			byte[] json = broken(new Random(seed));
			try {
				SeedNodes read = SeedNodesMapper.read(json);
				assertThat(read.toString().length()).isLessThan(10 * json.length + 1000);
				understood++;
			}
			catch (IllegalArgumentException ex) {
				assertThat(new Failed(Kind.WRONG, String.valueOf(ex.getMessage())).reason().length()).isLessThan(1000);
			}
			catch (RuntimeException | StackOverflowError ex) {
				fail("-Dmuster.fuzz.seed=" + seed + ": " + new String(json, StandardCharsets.UTF_8), ex);
			}
		}
		assertThat(understood).as("answers that can be read, so that more than the parser of JSON is tested")
			.isGreaterThan(count / 50);
	}

	private static byte[] broken(Random random) {
		byte[] json = ANSWERS.get(random.nextInt(ANSWERS.size()));
		for (int times = random.nextInt(4); times >= 0; times--) {
			int at = random.nextInt(json.length + 1);
			int end = at + random.nextInt(Math.min(40, json.length - at + 1));
			byte[] put = switch (random.nextInt(5)) {
				case 0 -> new byte[0];
				case 1 -> new byte[] { (byte) random.nextInt(256) };
				case 2 -> slice(json, random.nextInt(json.length + 1), random.nextInt(200));
				default -> TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
			};
			if (random.nextInt(3) > 0) {
				// In the place of a whole value, so that what follows is still JSON.
				at = after(json, at, ':');
				end = value(json, at);
				put = VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8);
			}
			json = join(slice(json, 0, at), put, slice(json, end, json.length));
			if (json.length == 0) {
				return json;
			}
		}
		return json;
	}

	private static int after(byte[] json, int from, char what) {
		for (int i = from; i < json.length; i++) {
			if (json[i] == what && i > 0 && json[i - 1] == '"') {
				return i + 1;
			}
		}
		return json.length;
	}

	private static int value(byte[] json, int from) {
		int depth = 0;
		for (int i = from; i < json.length; i++) {
			depth += (json[i] == '{' || json[i] == '[') ? 1 : 0;
			if (depth == 0 && (json[i] == ',' || json[i] == '}' || json[i] == ']')) {
				return i;
			}
			depth -= (json[i] == '}' || json[i] == ']') ? 1 : 0;
		}
		return json.length;
	}

	private static byte[] slice(byte[] bytes, int from, int length) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(bytes, Math.min(from, bytes.length), Math.max(0, Math.min(length, bytes.length - from)));
		return out.toByteArray();
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			out.writeBytes(part);
		}
		return out.toByteArray();
	}

}

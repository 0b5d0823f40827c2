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

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.muster.contactpoint.Remarks.Kind;
import io.muster.contactpoint.Remarks.Remark;
import io.muster.contactpoint.SeedNodes.Extension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Remarks}, as they travel.
 */
class RemarksTests {

	@Test
	void travelAsTheyAre() {
		Remarks remarks = new Remarks("discovery to answer",
				List.of(new Remark(Kind.UNHEARD, "http://10.0.0.7:8080", "gave no answer")), "tcp");
		assertThat(read(write("discovery to answer", "gave no answer"))).isEqualTo(remarks);
	}

	@Test
	void areOneLineOfBoundedLengthWhoeverWritesThem() {
		Remarks remarks = read(write("one\\ntwo\\u0007\\u202ethree" + "x".repeat(10_000), "\\u2028"));
		assertThat(remarks.waitingFor()).startsWith("one two three").hasSizeLessThanOrEqualTo(303).endsWith("...");
		assertThat(remarks.remarks()).singleElement().extracting(Remark::text).isEqualTo("");
	}

	@Test
	void areFew() {
		assertThat(new Remarks(null, Collections.nCopies(50, new Remark(Kind.ENGINE, "a", "b")), null).remarks())
			.hasSize(Remarks.MAX);
		String many = String.join(",", Collections.nCopies(50, "{\"kind\":\"engine\",\"of\":\"a\"}"));
		assertThat(read(json("\"remarks\":[" + many + "]")).remarks()).hasSize(Remarks.MAX);
	}

	@Test
	void ofAnUnknownKindOrWithoutASubjectAreLeftOut() {
		assertThat(read(json("\"remarks\":[null,{\"kind\":\"new\",\"of\":\"a\"},{\"kind\":\"engine\"},{\"of\":\"a\"}]"))
			.remarks()).isEmpty();
	}

	@Test
	void mayBeMissing() {
		assertThat(read(json("\"required\":2"))).isEqualTo(Remarks.NONE);
	}

	private static String write(String waitingFor, String text) {
		return json(
				"\"waitingFor\":\"%s\",\"remarks\":[{\"kind\":\"unheard\",\"of\":\"http://10.0.0.7:8080\",\"text\":\"%s\"}],\"transport\":\"tcp\""
					.formatted(waitingFor, text));
	}

	private static String json(String members) {
		return "{\"selfNode\":\"pekko://orders@10.0.0.1:25520\",\"seedNodes\":[],\"muster\":{\"version\":1,\"selfUid\":1,%s}}"
			.formatted(members);
	}

	private static Remarks read(String json) {
		SeedNodes answer = SeedNodesMapper.read(json.getBytes(StandardCharsets.UTF_8));
		// What was read is written and read again, as it was.
		Extension extension = SeedNodesMapper.read(SeedNodesMapper.write(answer)).muster();
		assertThat(extension).isEqualTo(answer.muster());
		return extension.remarks();
	}

}

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

package com.example.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEvent;
import io.muster.cluster.ClusterEvent.MemberFailed;
import io.muster.test.fake.FakeCluster;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the examples in {@code src/docs/testing.md} are code of this package.
 */
class TestingPageTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.+?)```", Pattern.DOTALL);

	@Test
	void eachExampleIsCodeOfThisPackage() throws IOException {
		String page = Files.readString(Path.of("..", "src", "docs", "testing.md"));
		List<String> examples = EXAMPLE.matcher(page).results().map((example) -> normalized(example.group(1))).toList();
		String code = code();
		assertThat(examples).hasSize(4).allSatisfy((example) -> assertThat(code).contains(example));
	}

	@Test
	void fakeWorksWithoutSpring() {
		List<ClusterEvent> events = new ArrayList<>();
		FakeCluster cluster = new FakeCluster(events::add);
		cluster.memberUp("other");
		cluster.lead();
		assertThat(new Failover(cluster).isPossible()).isTrue();
		cluster.memberFailed("other");
		assertThat(new Failover(cluster).isPossible()).isFalse();
		assertThat(events).hasAtLeastOneElementOfType(MemberFailed.class);
	}

	private static String code() throws IOException {
		StringBuilder code = new StringBuilder();
		try (Stream<Path> files = Files.list(Path.of("src", "test", "java", "com", "example", "orders"))) {
			for (Path file : files.toList()) {
				code.append(normalized(Files.readString(file)));
			}
		}
		return code.toString();
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", " ");
	}

	/**
	 * A class under test.
	 *
	 * @param cluster the cluster
	 */
	private record Failover(Cluster cluster) {

		boolean isPossible() {
			return this.cluster.isLeader() && this.cluster.members().size() > 1;
		}

	}

}

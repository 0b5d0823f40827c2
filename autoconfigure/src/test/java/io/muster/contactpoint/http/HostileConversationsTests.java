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

package io.muster.contactpoint.http;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import io.muster.cluster.ClusterState;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations with servers that answer at random: any status, headers, and bodies, cut
 * off, slow, or no HTTP at all. {@code -Dmuster.conversations=10000} holds more of them,
 * and {@code -Dmuster.fuzz.seed=42} begins with another seed.
 */
class HostileConversationsTests {

	private static final int CONVERSATIONS = Integer.getInteger("muster.conversations", 200);

	private static final long SEED = Long.getLong("muster.fuzz.seed", 1);

	private static final int AT_A_TIME = 20;

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	private static final List<String> HEADERS = List.of("Content-Type: application/json", "Content-Type: text/html",
			"Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999", "Transfer-Encoding: chunked",
			"Content-Encoding: gzip", "Location: http://127.0.0.1:1/", "Connection: close", "X: " + "x".repeat(20_000),
			"WWW-Authenticate: Muster", "Muster-Signature: nonsense", ": no name", "no colon", "Upgrade: h2c",
			"Content-Type: " + "y".repeat(3000), "Retry-After: 99999", "Set-Cookie: a=b");

	private static final List<String> BODIES = List.of("", "{}", "null", "[".repeat(30_000), "{\"seedNodes\":[]}",
			"{\"seedNodes\":[],\"selfNode\":\"pekko://demo@127.0.0.2:17355\"}", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n",
			"x".repeat(70_000), "\u0000\u0001");

	@Test
	void eachEndsInTimeAndNothingGrows() {
		int threads = Thread.activeCount();
		int descriptors = descriptors();
		List<RawServer> servers = new ArrayList<>();
		try (HttpContactPointProber prober = new HttpContactPointProber(TIMEOUT, () -> ClusterState.NEW)) {
			for (int i = 0; i < AT_A_TIME; i++) {
				Random random = new Random(SEED + i);
				servers.add(RawServer.doing((out) -> answer(random, out)));
			}
			for (int i = 0; i < CONVERSATIONS; i += AT_A_TIME) {
				List<CompletableFuture<ProbeResult>> answers = servers.stream()
					.map((server) -> prober.probe(server.contactPoint(), null))
					.toList();
				for (CompletableFuture<ProbeResult> answer : answers) {
					ProbeResult result = answer.orTimeout(20, TimeUnit.SECONDS).join();
					assertThat(result.toString()).as("seed " + SEED).hasSizeLessThan(10_000);
					assertThat(result instanceof Failed failed && failed.reason().contains("Exception"))
						.as("%s", result)
						.isFalse();
				}
			}
		}
		finally {
			servers.forEach(RawServer::close);
		}
		// Each of the servers may have cost some descriptors, see BrokenHeads.
		assertThat(descriptors()).isLessThan(descriptors + 10 * AT_A_TIME);
		assertThat(Thread.activeCount()).isLessThan(threads + 4 * AT_A_TIME);
	}

	private static void answer(Random random, OutputStream out) throws IOException {
		StringBuilder text = new StringBuilder();
		if (random.nextInt(10) > 0) {
			text.append("HTTP/1.%d %d Any\r\n".formatted(random.nextInt(3), 100 + random.nextInt(500)));
		}
		if (random.nextBoolean()) {
			text.append("Content-Type: application/json\r\n");
		}
		for (int i = random.nextInt(5); i > 0; i--) {
			text.append(HEADERS.get(random.nextInt(HEADERS.size()))).append("\r\n");
		}
		text.append("\r\n").append(BODIES.get(random.nextInt(BODIES.size())));
		byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
		int end = (random.nextInt(3) == 0) ? random.nextInt(bytes.length) : bytes.length;
		if (random.nextInt(5) == 0) {
			int half = end / 2;
			out.write(bytes, 0, half);
			out.flush();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(700)));
			out.write(bytes, half, end - half);
		}
		else {
			out.write(bytes, 0, end);
		}
		out.flush();
		if (random.nextBoolean()) {
			out.close();
		}
	}

	private static int descriptors() {
		String[] names = new File("/proc/self/fd").list();
		return (names != null) ? names.length : 0;
	}

}

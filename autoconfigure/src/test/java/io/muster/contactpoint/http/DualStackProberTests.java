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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.muster.cluster.ClusterState;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DualStackProber}, with two loopback addresses for the two families.
 */
class DualStackProberTests {

	private static final String OTHER = "127.0.0.2";

	// Answers are there long before, unless the machine is very busy.
	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final DualStackProber prober = prober(TIMEOUT);

	private final CountDownLatch silence = new CountDownLatch(1);

	private HttpServer server;

	private static DualStackProber prober(Duration timeout) {
		return new DualStackProber(new HttpContactPointProber(timeout, () -> ClusterState.NEW));
	}

	@BeforeEach
	void startServer() {
		this.server = serverAt(0);
	}

	private static HttpServer serverAt(int port) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(OTHER, port), 0);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@AfterEach
	void close() {
		this.silence.countDown();
		this.server.stop(0);
		this.prober.close();
	}

	@Test
	void aNodeThatListensAtTheOtherAddressOnlyAnswers() {
		ContactPoint contactPoint = answers("/bootstrap/seed-nodes");
		assertRefused(this.prober.probe(contactPoint, null).join());
		this.prober.otherAddresses(Map.of(ContactPoint.of("127.0.0.1", contactPoint.port()), OTHER));
		assertThat(this.prober.probe(contactPoint, null).join()).isInstanceOf(Answered.class);
	}

	@Test
	void theOtherAddressIsAskedInTheSameWay() {
		ContactPoint contactPoint = answers("/shop/bootstrap/seed-nodes");
		ContactPoint withPath = new ContactPoint("http", contactPoint.host(), contactPoint.port(), "/shop");
		this.prober.otherAddresses(Map.of(contactPoint, OTHER));
		assertThat(this.prober.probe(withPath, null).join()).isInstanceOf(Answered.class);
	}

	@Test
	void theFirstAnswerCountsThoughTheOtherAddressIsSilent() {
		try (RawServer silent = RawServer.doing((out) -> await())) {
			this.server.stop(0);
			this.server = serverAt(silent.contactPoint().port());
			answers("/bootstrap/seed-nodes");
			this.prober.otherAddresses(Map.of(silent.contactPoint(), OTHER));
			assertThat(this.prober.probe(silent.contactPoint(), null)).succeedsWithin(TIMEOUT.dividedBy(2))
				.isInstanceOf(Answered.class);
		}
	}

	@Test
	void silenceAtOneAddressDoesNotShowThatNoNodeIsThere() {
		try (RawServer silent = RawServer.doing((out) -> await());
				DualStackProber impatient = prober(Duration.ofSeconds(2))) {
			for (ContactPoint contactPoint : new ContactPoint[] { silent.contactPoint(),
					silent.contactPoint().withHost("127.0.0.3") }) {
				impatient.otherAddresses(
						Map.of(contactPoint, contactPoint.host().equals("127.0.0.3") ? "127.0.0.1" : "127.0.0.3"));
				assertThat(impatient.probe(contactPoint, null).join()).isInstanceOfSatisfying(Failed.class,
						(failed) -> assertThat(failed.kind()).isEqualTo(Kind.SILENT));
			}
		}
	}

	@Test
	void onlyRefusalAtBothAddressesIsRefusal() {
		ContactPoint contactPoint = ContactPoint.of("127.0.0.3", this.server.getAddress().getPort());
		this.prober.otherAddresses(Map.of(contactPoint, "127.0.0.4"));
		assertRefused(this.prober.probe(contactPoint, null).join());
	}

	private static void assertRefused(ProbeResult result) {
		assertThat(result).isInstanceOfSatisfying(Failed.class,
				(failed) -> assertThat(failed.kind()).isEqualTo(Kind.REFUSED));
	}

	private ContactPoint answers(String path) {
		this.server.createContext(path, (exchange) -> {
			byte[] body = "{\"seedNodes\":[],\"selfNode\":\"pekko://demo@127.0.0.2:17355\"}"
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		return ContactPoint.of("127.0.0.1", this.server.getAddress().getPort());
	}

	private void await() {
		try {
			this.silence.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

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

package io.muster.contactpoint.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.muster.bootstrap.formation.Advertisement;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.NodeProfile;
import io.muster.cluster.TestClusterEngine;
import io.muster.cluster.TestMembers;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.web.SeedNodesExchange.Answer;
import io.muster.contactpoint.web.SeedNodesExchange.Request;
import io.muster.contactpoint.web.SeedNodesExchange.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeedNodesExchange}.
 */
class SeedNodesExchangeTests {

	private static final Advertisement ADVERTISED = new Advertisement(true, null, 2, true, Set.of(), null,
			NodeProfile.DEFAULT, false, Remarks.NONE);

	private final TestClusterEngine engine = new TestClusterEngine();

	private final List<String> heard = new ArrayList<>();

	private final Map<String, String> headers = new HashMap<>();

	private final SeedNodesExchange exchange = new SeedNodesExchange(
			new SeedNodesResponder(this.engine, () -> ADVERTISED,
					(announcement) -> this.heard.add("announced " + announcement)),
			new IntroductionGuard(true, "", (contactPoint) -> this.heard.add("introduced " + contactPoint)),
			new Invitations((target) -> this.heard.add("invited to " + target)));

	@BeforeEach
	void start() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
	}

	@Test
	void aProbeIsAnsweredWithTheSeedNodes() {
		Answer answer = answer(Route.SEED_NODES, "GET", "10.0.0.7");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).containsOnly(Map.entry("Content-Type", "application/json"),
				Map.entry("Cache-Control", "no-store"));
		assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("{\"selfNode\":");
		assertThat(this.heard).isEmpty();
	}

	@Test
	void theProberIsHeard() {
		this.headers.put("Muster-Announcement", "http://10.0.0.7:8080;member");
		this.headers.put("Muster-Contact-Point", "http://10.0.0.7:8080");
		assertThat(answer(Route.SEED_NODES, "GET", "10.0.0.7").status()).isEqualTo(200);
		assertThat(this.heard).containsExactly("introduced http://10.0.0.7:8080",
				"announced http://10.0.0.7:8080;member");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "http://", "http://10.0.0.7:99999" })
	void whatCannotBeReadIsIgnoredInAProbe(String value) {
		this.headers.put("Muster-Announcement", value);
		this.headers.put("Muster-Contact-Point", value);
		assertThat(answer(Route.SEED_NODES, "GET", "10.0.0.7").status()).isEqualTo(200);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aProbeDoesNotInvite() {
		this.headers.put("Muster-Invitation", "http://127.0.0.1:8080");
		assertThat(answer(Route.SEED_NODES, "GET", "127.0.0.1").status()).isEqualTo(200);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void anInvitationOnLoopbackIsTaken() {
		this.headers.put("Muster-Invitation", "http://127.0.0.2:8080");
		Answer answer = answer(Route.JOIN, "POST", "127.0.0.1");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("{\"selfNode\":");
		assertThat(this.heard).containsExactly("invited to http://127.0.0.2:8080");
	}

	@Test
	void anInvitationOfAStrangerIsForbidden() {
		this.headers.put("Muster-Invitation", "http://10.0.0.7:8080");
		Answer answer = answer(Route.JOIN, "POST", "10.0.0.7");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.body()).isEmpty();
		assertThat(this.heard).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "http://127.0.0.1", "http://127.0.0.1:99999" })
	void anInvitationThatCannotBeReadIsABadRequest(String value) {
		this.headers.put("Muster-Invitation", value);
		assertThat(answer(Route.JOIN, "POST", "127.0.0.1").status()).isEqualTo(400);
		this.headers.clear();
		assertThat(answer(Route.JOIN, "POST", "127.0.0.1").status()).isEqualTo(400);
		assertThat(this.heard).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "SEED_NODES, POST, GET", "SEED_NODES, HEAD, GET", "JOIN, GET, POST", "JOIN, PUT, POST" })
	void otherMethodsAreNotAllowed(Route route, String method, String allowed) {
		this.headers.put("Muster-Invitation", "http://127.0.0.2:8080");
		Answer answer = answer(route, method, "127.0.0.1");
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.headers()).containsEntry("Allow", allowed);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void anEngineThatDoesNotRunIsUnavailable() {
		this.engine.become(TestMembers.state(EngineStatus.STOPPED));
		Answer answer = answer(Route.SEED_NODES, "GET", "10.0.0.7");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.headers()).containsOnly(Map.entry("Cache-Control", "no-store"));
	}

	private Answer answer(Route route, String method, String remoteAddress) {
		return this.exchange.answer(route, new Request(method, this.headers::get, RemoteAddress.parse(remoteAddress)));
	}

}

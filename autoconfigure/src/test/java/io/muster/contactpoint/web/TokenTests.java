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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.Advertisement;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.NodeProfile;
import io.muster.cluster.TestClusterEngine;
import io.muster.cluster.TestMembers;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.web.SeedNodesExchange.Answer;
import io.muster.contactpoint.web.SeedNodesExchange.Request;
import io.muster.contactpoint.web.SeedNodesExchange.Route;
import io.muster.security.ClusterToken;
import io.muster.security.RequestSigner;
import io.muster.security.RequestSigner.Signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for requests and answers that are signed with the token of a cluster.
 */
class TokenTests {

	private static final String SECRET = "first-0123456789-0123456789-0123456789";

	private static final String OTHER = "second-0123456789-0123456789-0123456789";

	private static final Advertisement ADVERTISED = new Advertisement(true, null, 2, true, Set.of(), null,
			NodeProfile.DEFAULT, false, Remarks.NONE);

	private final TestClusterEngine engine = new TestClusterEngine();

	private final List<String> heard = new ArrayList<>();

	private final Map<String, String> headers = new HashMap<>();

	private final RequestSigner signer = signer(SECRET);

	private SeedNodesExchange exchange = exchange(true, SECRET);

	@BeforeEach
	void start() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
	}

	private SeedNodesExchange exchange(boolean required, String... secrets) {
		return new SeedNodesExchange(
				new SeedNodesResponder(this.engine, () -> ADVERTISED,
						(announcement) -> this.heard.add("announced " + announcement)),
				new IntroductionGuard(true, "", (contactPoint) -> this.heard.add("introduced " + contactPoint)),
				new Invitations((target) -> this.heard.add("invited to " + target)),
				new ClusterToken(List.of(secrets), required));
	}

	private static RequestSigner signer(String... secrets) {
		return new RequestSigner(new ClusterToken(List.of(secrets), true), ContactPointProber.SIGNED_HEADERS);
	}

	private Signature sign(RequestSigner signer, String method) {
		Signature signature = signer.sign("http://10.0.0.1:8080", method, this.headers::get);
		this.headers.put("Muster-Signature", signature.header());
		return signature;
	}

	private Answer answer(Route route) {
		return this.exchange.answer(route,
				new Request(route.method(), this.headers::get, RemoteAddress.parse("8.8.8.8")));
	}

	/**
	 * Ask as a node does: with the second request it knows whom it asks.
	 */
	private Answer ask(RequestSigner signer, Route route) {
		for (int i = 0; i < 2; i++) {
			Signature signature = sign(signer, route.method());
			Answer answer = answer(route);
			if (i == 1 || !signature.answer().counts(answer.headers().get("Muster-Signature"), answer.body())) {
				return answer;
			}
		}
		throw new IllegalStateException();
	}

	private void sayAll() {
		this.headers.put("Muster-Announcement", "http://10.0.0.7:8080;member");
		this.headers.put("Muster-Contact-Point", "http://10.0.0.7:8080");
	}

	@Test
	void aStrangerIsToldNothing() {
		sayAll();
		Answer answer = answer(Route.SEED_NODES);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.headers()).containsOnly(Map.entry("Cache-Control", "no-store"),
				Map.entry("WWW-Authenticate", "Muster"));
		assertThat(answer(Route.JOIN).status()).isEqualTo(401);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aNodeWithAnotherTokenIsAStranger() {
		sayAll();
		assertThat(ask(signer(OTHER), Route.SEED_NODES).status()).isEqualTo(401);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aNodeIsHeardFromAnyNetwork() {
		sayAll();
		assertThat(ask(this.signer, Route.SEED_NODES).status()).isEqualTo(200);
		assertThat(this.heard).containsExactly("introduced http://10.0.0.7:8080",
				"announced http://10.0.0.7:8080;member");
	}

	@Test
	void aNodeInvitesOverTheNetwork() {
		this.headers.put("Muster-Invitation", "http://10.0.0.7:8080");
		ask(this.signer, Route.JOIN);
		assertThat(this.heard).containsExactly("invited to http://10.0.0.7:8080");
	}

	@Test
	void whatIsSentAgainHasNoEffect() {
		sayAll();
		ask(this.signer, Route.SEED_NODES);
		this.heard.clear();
		assertThat(answer(Route.SEED_NODES).status()).isEqualTo(200);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void whatWasSentToAProcessBeforeHasNoEffect() {
		sayAll();
		ask(this.signer, Route.SEED_NODES);
		this.heard.clear();
		this.exchange = exchange(true, SECRET);
		assertThat(answer(Route.SEED_NODES).status()).isEqualTo(200);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aHeaderThatIsChangedOrAddedIsNotHeard() {
		sayAll();
		ask(this.signer, Route.SEED_NODES);
		this.heard.clear();
		for (String header : ContactPointProber.SIGNED_HEADERS) {
			Map<String, String> before = Map.copyOf(this.headers);
			this.headers.put(header, "http://10.9.9.9:8080");
			assertThat(answer(Route.SEED_NODES).status()).isEqualTo(401);
			this.headers.clear();
			this.headers.putAll(before);
		}
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aSignatureIsForOneMethod() {
		this.headers.put("Muster-Invitation", "http://10.0.0.7:8080");
		sign(this.signer, "GET");
		assertThat(answer(Route.JOIN).status()).isEqualTo(401);
	}

	@Test
	void whatIsNoSignatureIsAStrangers() {
		for (String text : List.of("", "v1", "v2 a b 1 c d", "v1 a b x c d", "v1 a b 1 - !", "v1 a b 1 - ",
				"x".repeat(10_000))) {
			this.headers.put("Muster-Signature", text);
			assertThat(answer(Route.SEED_NODES).status()).as(text).isEqualTo(401);
		}
	}

	@Test
	void anAnswerCountsOnlyForItsRequestAndAsItWasSent() {
		Signature first = sign(this.signer, "GET");
		Answer answer = answer(Route.SEED_NODES);
		String signature = answer.headers().get("Muster-Signature");
		Signature second = sign(this.signer, "GET");
		assertThat(second.answer().counts(signature, answer.body())).isFalse();
		byte[] changed = answer.body().clone();
		changed[10]++;
		assertThat(first.answer().counts(signature, changed)).isFalse();
		assertThat(first.answer().counts(null, answer.body())).isFalse();
		assertThat(first.answer().counts("v1 x y", answer.body())).isFalse();
		assertThat(first.answer().counts(signature, answer.body())).isTrue();
	}

	@Test
	void aTokenIsChangedNodeByNode() {
		List<String[]> steps = List.of(new String[] { SECRET }, new String[] { SECRET, OTHER },
				new String[] { OTHER, SECRET }, new String[] { OTHER });
		for (int i = 0; i + 1 < steps.size(); i++) {
			for (int[] pair : new int[][] { { i, i + 1 }, { i + 1, i }, { i, i }, { i + 1, i + 1 } }) {
				this.headers.clear();
				this.heard.clear();
				sayAll();
				this.exchange = exchange(true, steps.get(pair[0]));
				RequestSigner signer = signer(steps.get(pair[1]));
				assertThat(ask(signer, Route.SEED_NODES).status()).isEqualTo(200);
				assertThat(this.heard).hasSize(2);
			}
		}
	}

	@Test
	void aTokenThatIsNotRequiredRefusesNobody() {
		this.exchange = exchange(false, SECRET);
		assertThat(answer(Route.SEED_NODES).status()).isEqualTo(200);
		sayAll();
		ask(this.signer, Route.SEED_NODES);
		assertThat(this.heard).contains("introduced http://10.0.0.7:8080");
		RequestSigner lenient = new RequestSigner(new ClusterToken(List.of(SECRET), false),
				ContactPointProber.SIGNED_HEADERS);
		assertThat(sign(lenient, "GET").answer().counts(null, new byte[0])).isTrue();
	}

	@Test
	void aShortTokenIsRefusedAndNoTokenIsSaid() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClusterToken(List.of("short"), true))
			.withMessage("A token has 5 characters, and at least 32 are needed");
		assertThat(new ClusterToken(List.of(SECRET), true)).hasToString("ClusterToken[1]");
	}

}

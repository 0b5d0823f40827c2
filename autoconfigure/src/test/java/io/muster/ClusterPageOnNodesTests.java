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

package io.muster;

import java.nio.file.Path;
import java.util.List;

import org.apache.pekko.actor.ActorSystemImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.muster.cluster.pekko.PekkoClusterEngine;
import io.muster.testsupport.Browser;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page that real nodes show, in a browser, on both web stacks.
 */
@Tag("system")
class ClusterPageOnNodesTests {

	private static final Path PICTURES = Path.of("target", "page");

	private final TestRegistry registry = new TestRegistry();

	private final Node servlet = node(Node.servlet(this.registry), "orders-1");

	private final Node reactive = node(Node.reactive(this.registry), "orders-2");

	private final Node third = node(Node.servlet(this.registry), "orders-3");

	private final Browser browser = new Browser();

	private static Node node(Node node, String name) {
		return node.property("muster.cluster.node-name", name)
			.property("management.endpoint.cluster.access", "unrestricted")
			.required(3);
	}

	@AfterEach
	void stop() {
		this.browser.close();
		List.of(this.third, this.reactive, this.servlet).forEach(Node::close);
	}

	@Test
	void aClusterFormsLosesAMemberAndANodeLeaves() {
		this.servlet.start();
		open(this.servlet);
		this.browser.await("#sentence", "Waiting: expecting 3 nodes, found 1");
		this.reactive.start();
		this.browser.await("#sentence", "Waiting: expecting 3 nodes, found 2");
		this.third.start();
		this.browser.await("#sentence", "One cluster of 3, led by orders-");
		this.browser.await("#sentence", "; all agree");
		this.browser.await("#leading-body", "the application");
		assertThat(this.browser.text("#forming .steps")).contains("Looks for nodes", "Is a member");
		this.browser.picture(PICTURES.resolve("nodes-formed.png"), 3000);
		assertThat(this.browser.violations()).isEmpty();
		assertThat(this.browser.problems()).isEmpty();

		((ActorSystemImpl) this.third.context().getBean(PekkoClusterEngine.class).actorSystem()).abort();
		this.browser.await("#sentence", "1 member unreachable: orders-3");
		this.browser.await("#reach-body", "orders-1 does not reach orders-3");
		this.browser.await("#reach-body", "orders-2 does not reach orders-3");
		this.browser.picture(PICTURES.resolve("nodes-killed.png"), 3000);

		this.browser.await("#departed", "orders-3");
		this.browser.await("#sentence", "One cluster of 2");
		open(this.reactive);
		this.browser.await("#sentence", "One cluster of 2");
		this.browser.one("#operations summary").click();
		this.browser.one("#leave button").click();
		this.browser.await("#confirm", "leaves the cluster");
		this.browser.one("#go").click();
		this.browser.await("#outcome", "This node leaves the cluster");
		this.browser.await("#sentence", "This node has left the cluster");
		this.browser.picture(PICTURES.resolve("nodes-left.png"), 3000);
		assertThat(this.browser.problems()).isEmpty();
	}

	@Test
	void endpointsWithOtherPathsAreFound() {
		Node node = this.servlet.required(1)
			.property("management.endpoints.web.path-mapping.cluster", "ops/members")
			.property("management.endpoints.web.path-mapping.leadership", "who-leads")
			.property("management.endpoints.web.path-mapping.bootstrap", "ops/start")
			.start();
		this.browser.open("http://127.0.0.1:%d/actuator/ops/members".formatted(node.port()), 1280, "light");
		this.browser.await("#leading-body", "the application");
		this.browser.await("#forming-body", "Contact points");
		assertThat(this.browser.problems()).isEmpty();
	}

	private void open(Node node) {
		this.browser.open("http://127.0.0.1:%d/actuator/cluster".formatted(node.port()), 1280, "light");
	}

}

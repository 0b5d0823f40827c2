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

package io.muster.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.admin.FakeInstance.FakeMember;
import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.testsupport.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of Muster's views in a real server of Spring Boot Admin, in a browser.
 */
@Tag("system")
class AdminServerIT {

	private static final Path PICTURES = Path.of("target", "pictures");

	private static final FakeMember ONE = FakeMember.of("orders-1");

	private static final FakeMember TWO = FakeMember.of("orders-2");

	private static final FakeMember THREE = FakeMember.of("<img src=x onerror=document.title='hacked'>");

	@RegisterExtension
	final Processes processes = new Processes();

	private final Browser browser = new Browser();

	private final AdminServer server = new AdminServer();

	@AfterEach
	void stop() {
		this.browser.picture(PICTURES.resolve("last.png"), 2000);
		this.browser.close();
		this.server.close();
	}

	@Test
	void realNodesAgreeUntilOneIsKilled() {
		List<MonitoredNode> nodes = MonitoredNode.replicas(this.processes, 3);
		nodes.forEach((node) -> node.withQuickDowning().start());
		OneCluster.await(nodes);
		List<String> ids = nodes.stream().map((node) -> this.server.register("orders", node.contactPoint())).toList();
		open("/clusters");
		this.browser.await(".muster", "One cluster of 3, led by orders-");
		this.browser.await(".muster", "; all 3 instances agree");
		assertThat(this.browser.all(".muster tbody tr")).hasSize(3);
		assertThat(this.browser.all(".muster-odd")).isEmpty();
		this.browser.picture(PICTURES.resolve("agree.png"), 2000);
		assertThat(this.browser.problems()).isEmpty();

		this.browser.one(".muster ul a").click();
		this.browser.await(".muster", "One cluster of 3, led by orders-");
		this.browser.await(".muster", "Who leads what");
		this.browser.await(".muster", "the application");
		this.browser.picture(PICTURES.resolve("instance.png"), 2000);
		assertThat(this.browser.problems()).isEmpty();

		open("/instances/" + ids.get(0) + "/actuator/cluster");
		this.browser.await("#sentence", "One cluster of 3, led by orders-");
		this.browser.await("#leading-body", "the application");
		this.browser.await("#forming-body", "Contact points");
		assertThat(this.browser.problems()).isEmpty();

		open("/clusters");
		this.browser.await(".muster", "; all 3 instances agree");
		nodes.get(2).process().kill();
		this.browser.await(".muster", "orders-3 is unreachable, as all say");
		this.browser.await(".muster", "orders-3 gives no answer");
		this.browser.await(".muster", "One cluster of 2, led by orders-");
		this.browser.picture(PICTURES.resolve("killed.png"), 2000);
	}

	@Test
	void instancesThatDisagreeAreNamedAndTheirTextsAreShownAsTheyAre() throws IOException {
		try (FakeInstance one = new FakeInstance().shows(ONE.address(), ONE, TWO, THREE.unreachableBy(ONE, TWO));
				FakeInstance two = new FakeInstance().shows(TWO.address(), TWO, ONE);
				FakeInstance three = new FakeInstance().shows(THREE.address(), THREE);
				FakeInstance waiting = new FakeInstance().waits()) {
			Stream.of(one, two).forEach((instance) -> this.server.register("orders", instance.url()));
			open("/clusters");
			this.browser.await(".muster", "orders-2 does not list <img src=x");
			this.browser.await(".muster", "is unreachable, as orders-1 says");
			this.browser.await(".muster", "Who leads? orders-1, as orders-1 says; orders-2, as orders-2 says");

			two.shows(ONE.address(), TWO, ONE);
			one.shows(ONE.address(), ONE, TWO);
			this.browser.await(".muster", "One cluster of 2, led by orders-1; all 2 instances agree");
			this.server.register("orders", three.url());
			this.server.register("orders", waiting.url());
			this.browser.await(".muster",
					"2 clusters where there should be one: orders-1, orders-2 in one of 2; <img src=x");
			this.browser.await(".muster", waiting.url() + " is not a member of a cluster (STARTED)");
			assertThat(this.browser.all(".muster-odd")).isNotEmpty();
			this.browser.picture(PICTURES.resolve("split.png"), 2000);
			assertThat(this.browser.all(".muster img")).isEmpty();
			assertThat(this.browser.title()).doesNotContain("hacked");
			assertThat(this.browser.problems()).isEmpty();
		}
	}

	private void open(String path) {
		this.browser.open(this.server.url() + path, 1280, "light");
	}

}

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

package io.muster.actuate;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

import io.muster.testsupport.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page in a browser: what it says first in each state of a node, on a desk
 * and on a telephone. The pictures are in {@code target/page}.
 */
@Tag("system")
final class ClusterPageBrowserTests {

	private static final int DESK = 1280;

	private static final int DOCUMENTED = 1100;

	private static final int TELEPHONE = 390;

	private static final Path PICTURES = Path.of("target", "page");

	private static Browser browser;

	private static FakeNode node;

	@BeforeAll
	static void start() throws IOException {
		browser = new Browser();
		node = new FakeNode();
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (node != null) {
			node.close();
		}
	}

	static Stream<Arguments> states() {
		Map<String, PageState> waiting = PageStates.waiting();
		return Stream.of(state("formed", PageStates::formed, "Healthy", "One cluster of 3, led by orders-2; all agree"),
				state("alone", PageStates::alone, "Healthy", "A cluster of one, led by orders-1"),
				state("killed", PageStates::killed, "Unreachable",
						"One cluster of 3, but 1 member unreachable: orders-3; led by orders-2"),
				state("leader-killed", PageStates::leaderKilled, "Unreachable",
						"One cluster of 3, but 1 member unreachable: orders-2; nobody leads"),
				state("partitioned", PageStates::partitioned, "Unreachable",
						"One cluster of 5, but 2 members unreachable: orders-4, orders-5; led by orders-2"),
				state("large", () -> PageStates.large(200), "Unreachable",
						"One cluster of 200, but 1 member unreachable: orders-43; led by orders-2"),
				state("left", PageStates::left, "Left", "This node has left the cluster"),
				state("split", PageStates::split, "Split", "There are two clusters"),
				state("forming", PageStates::forming, "Not a member yet",
						"Forming: 3 nodes to join the new cluster before it counts as one: it has 2"),
				state("too-few-nodes", () -> waiting.get("too-few-nodes"), "Not a member yet",
						"Waiting: expecting 3 nodes, found 2: waiting for 1 more; no answer that counts from "
								+ "http://10.0.0.9:8080"),
				state("no-other-node", () -> waiting.get("no-other-node"), "Not a member yet",
						"Waiting: expecting 3 nodes, found 1: waiting for 2 more"),
				state("discovery-silent", () -> waiting.get("discovery-silent"), "Not a member yet",
						"Waiting: discovery to answer"),
				state("votes", () -> waiting.get("votes"), "Not a member yet", "Waiting: 3 votes to found, it has 2"),
				state("join", () -> waiting.get("join"), "Not a member yet",
						"Waiting: the cluster to accept this node"));
	}

	private static Arguments state(String name, Supplier<PageState> state, String word, String sentence) {
		return Arguments.arguments(name, state, word, sentence);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("states")
	void saysFirstWhatAPersonNeeds(String name, Supplier<PageState> state, String word, String sentence) {
		node.shows(state.get());
		for (int width : List.of(DESK, TELEPHONE)) {
			browser.open(node.url(), width, (width == DESK) ? "light" : "dark");
			browser.await("#sentence", sentence);
			assertThat(browser.text("#word")).isEqualToIgnoringCase(word);
			assertThat(browser.contentWidth()).isLessThanOrEqualTo(width);
			assertThat(browser.violations()).isEmpty();
			assertThat(browser.problems()).isEmpty();
			browser.picture(PICTURES.resolve("%s-%d.png".formatted(name, width)), 3000);
		}
	}

	@ParameterizedTest
	@CsvSource({ "page.png, 1014", "page-waiting.png, 700" })
	void theDocumentationHasPictures(String name, int height) throws IOException {
		Path picture = Path.of("..", "src", "docs", "images", name);
		if (Boolean.getBoolean("pictures.update")) {
			node.shows(name.equals("page.png") ? PageStates.formed() : PageStates.waiting().get("too-few-nodes"));
			browser.open(node.url(), DOCUMENTED, "light");
			browser.await("#sentence", name.equals("page.png") ? "all agree" : "Waiting");
			browser.picture(picture, height);
		}
		BufferedImage image = ImageIO.read(picture.toFile());
		assertThat(image.getWidth()).isEqualTo(DOCUMENTED);
		assertThat(Files.size(picture)).isLessThan(150 * 1024);
	}

	@Test
	void aNameThatIsMarkupStaysText() {
		String name = "<img src=x onerror=document.title='owned'>";
		node.shows(PageStates.named(name));
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "One cluster of 3, led by " + name);
		assertThat(browser.text("#members")).contains(name);
		assertThat(browser.all("img, main script")).isEmpty();
		assertThat(browser.title()).isEqualTo("orders");
		assertThat(browser.problems()).isEmpty();
	}

	@Test
	void charactersThatTurnOrHideTextAreShownAsSuch() {
		node.shows(PageStates.named("a\u202Eb\u200Bc"));
		browser.open(node.url(), DESK, "light");
		browser.await("#members", "a\uFFFDb\uFFFDc");
	}

	@Test
	void membersLinkToTheirApplications() {
		node.shows(PageStates.at(URI.create("https://orders-1.example.com/orders")));
		browser.open(node.url(), DESK, "light");
		browser.await("#members", "web");
		assertThat(browser.all("#members a")).extracting((link) -> link.getAttribute("href"))
			.containsExactly("http://10.0.0.1:8080/", "https://orders-1.example.com/orders", "http://10.0.0.3:8080/");
	}

	@Test
	void anAddressThatIsAScriptIsNoLink() {
		node.shows(PageStates.at(URI.create("javascript:document.title='owned'")));
		browser.open(node.url(), DESK, "light");
		browser.await("#members", "web");
		assertThat(browser.all("#members a")).hasSize(2);
	}

	@Test
	void whyAContactPointDoesNotCountIsSaidOnTop() {
		node.shows(PageStates.waiting().get("too-few-nodes"));
		browser.open(node.url(), DESK, "light");
		browser.await("#more", "http://10.0.0.9:8080 answered 401: it is locked by the application's security");
		assertThat(browser.text("#more")).contains("To do start the missing nodes");
	}

	@Test
	void axeFindsWhatIsWrong() {
		node.shows(PageStates.formed());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "all agree");
		browser.run("document.getElementById('pause').textContent = ''");
		assertThat(browser.violations()).singleElement().asString().startsWith("button-name");
	}

	@Test
	void membersAreFiltered() {
		node.shows(PageStates.large(200));
		browser.open(node.url(), DESK, "light");
		browser.await("#members-count", "200 members");
		assertThat(browser.all("#members tbody th").get(0).getText()).contains("orders-43");
		browser.one("#filter").sendKeys("batch west");
		browser.await("#members-count", "20 of 200");
		assertThat(browser.all("#members-body tbody tr")).hasSize(20);
	}

	@Test
	void aSmallClusterIsShownAsRingAndMatrix() {
		node.shows(PageStates.partitioned());
		browser.open(node.url(), DESK, "light");
		browser.await("#reach-body", "orders-1 does not reach orders-4");
		assertThat(browser.one(".ring").getAttribute("aria-label"))
			.isEqualTo("Ring of 5 members, 5 pairs cut off from each other");
		assertThat(browser.all(".ring .cut")).hasSize(5);
		assertThat(browser.all(".matrix td.cut")).hasSize(5);
		assertThat(browser.text("#reach-body li:last-child")).isEqualTo("orders-2 does not reach orders-5");
	}

	@Test
	void anEndpointThatIsNotExposedIsSaidInWordsAndTheRestIsShown() {
		node.shows(PageStates.formed().exposingTheClusterOnly());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "One cluster of 3, led by orders-2");
		String words = "is not exposed (404): add %s to management.endpoints.web.exposure.include";
		assertThat(browser.text("#leading-body")).contains(words.formatted("leadership"));
		assertThat(browser.text("#forming-body")).contains(words.formatted("bootstrap"));
		assertThat(browser.text("#members")).contains("orders-3");
	}

	@Test
	void aNodeThatDoesNotAnswerIsSaidSo() {
		node.shows(PageStates.formed());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "One cluster of 3");
		node.fails(503);
		browser.await("#sentence", "This node does not answer: /cluster failed with status 503");
		browser.await("#age", "last answer ");
		assertThat(browser.text("#more")).contains("It said last One cluster of 3");
		node.shows(PageStates.formed());
		browser.await("#sentence", "One cluster of 3");
	}

	@Test
	void aLoginThatHasEndedIsSaidSo() {
		node.shows(PageStates.formed());
		node.fails(401);
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "This node does not show its cluster: /cluster asks for a login");
	}

	@Test
	void changesShowWithoutReloading() {
		node.shows(PageStates.formed());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "all agree");
		browser.run("window.sameDocument = true");
		node.shows(PageStates.killed());
		browser.await("#sentence", "1 member unreachable: orders-3");
		assertThat(browser.run("return window.sameDocument")).isEqualTo(true);
		assertThat(browser.title()).isEqualTo("Unreachable: orders");
	}

	@Test
	void aNodeIsAskedLessOftenForTheRestWhileAllIsWell() {
		node.shows(PageStates.formed());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "all agree");
		node.requests().clear();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> Collections.frequency(node.requests(), "/cluster") == 10);
		assertThat(Collections.frequency(node.requests(), "/leadership")).isBetween(2, 5);
		assertThat(Collections.frequency(node.requests(), "/bootstrap")).isBetween(1, 3);
		assertThat(browser.text("#forming-body")).containsPattern("[1-9]\\d* s ago");
	}

	@Test
	void aPausedPageAsksForNothing() {
		node.shows(PageStates.formed());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "all agree");
		browser.one("#pause").click();
		awaitSilence(3);
		node.requests().clear();
		awaitSilence(7);
		assertThat(node.requests()).isEmpty();
		browser.one("#pause").click();
		browser.await("#age", "live");
		assertThat(node.requests()).contains("/cluster");
	}

	private static void awaitSilence(int seconds) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> Integer
				.parseInt(browser.text("#age").replaceAll("paused, last answer (\\d+) s ago", "$1")) >= seconds);
	}

	@Test
	void noOperationIsOfferedWhereNoneIsOpen() {
		node.shows(PageStates.formed());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "all agree");
		assertThat(browser.one("#operations").isDisplayed()).isFalse();
	}

	@Test
	void anOperationIsConfirmedAndSentAsJsonWithTheToken() {
		node.shows(PageStates.killed().withOperations());
		node.operations().clear();
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "unreachable");
		browser.cookie("XSRF-TOKEN=secret%20token");
		browser.one("#operations summary").click();
		browser.run("document.getElementById('member').value = '10.0.0.3:25520'");
		browser.one("#force").click();
		browser.one("#remove button").click();
		browser.await("#confirm", "Declare 10.0.0.3:25520 failed?");
		assertThat(browser.violations()).isEmpty();
		browser.picture(PICTURES.resolve("confirm-1280.png"), 3000);
		browser.one("#cancel").click();
		assertThat(node.operations()).isEmpty();
		browser.one("#remove button").click();
		browser.one("#go").click();
		browser.await("#outcome", "It is <b>reachable</b>");
		assertThat(node.operations())
			.containsExactly("DELETE /actuator/cluster/10.0.0.3%3A25520?force=true application/json secret token ");
		browser.one("#addresses").sendKeys("10.0.0.8:8080");
		browser.one("#join button").click();
		browser.one("#go").click();
		Awaitility.await().until(() -> node.operations().size() == 2);
		assertThat(node.operations().get(1))
			.isEqualTo("POST /actuator/cluster/join application/json secret token {\"addresses\":\"10.0.0.8:8080\"}");
		browser.one("#yield button").click();
		browser.one("#go").click();
		Awaitility.await().until(() -> node.operations().size() == 3);
		assertThat(node.operations().get(2))
			.isEqualTo("POST /actuator/leadership application/json secret token {\"role\":\"billing\"}");
	}

	@Test
	void theKeyboardReachesEverything() {
		node.shows(PageStates.formed().withOperations());
		browser.open(node.url(), DESK, "light");
		browser.await("#sentence", "all agree");
		List<String> named = browser.all("button, input, select, summary")
			.stream()
			.filter(WebElement::isDisplayed)
			.map(WebElement::getAccessibleName)
			.toList();
		assertThat(named).hasSizeGreaterThan(3).allMatch((name) -> !name.isBlank());
		assertThat(browser.all("main h2, header h1").stream().filter(WebElement::isDisplayed)).hasSizeGreaterThan(3);
	}

}

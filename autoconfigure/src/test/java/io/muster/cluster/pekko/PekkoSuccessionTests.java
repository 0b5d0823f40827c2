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

package io.muster.cluster.pekko;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.Props;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PekkoSuccession}, with engines that have a fixed port and an actor
 * that stops only when the test lets it.
 */
@ExtendWith(OutputCaptureExtension.class)
class PekkoSuccessionTests {

	private static CountDownLatch release;

	private PekkoClusterEngine engine;

	@BeforeEach
	void hold() {
		release = new CountDownLatch(1);
	}

	@AfterEach
	void stop() {
		release.countDown();
		if (this.engine != null) {
			this.engine.stop(Duration.ZERO);
		}
	}

	@Test
	void engineStartsAgainAtItsPortOnceItsFormerIncarnationHasTerminated(CapturedOutput output) {
		Node before = start(new PekkoSuccession());
		CompletableFuture<Void> restart = CompletableFuture.runAsync(this.engine::restart);
		await().atMost(Duration.ofSeconds(30)).until(() -> output.getOut().contains("cannot start again yet"));
		assertThat(restart).isNotDone();
		release.countDown();
		assertThat(restart).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.engine.state().status()).isEqualTo(EngineStatus.STARTED);
		assertThat(this.engine.state().self()).isNotEqualTo(before)
			.extracting(Node::address)
			.isEqualTo(before.address());
	}

	@Test
	void engineWhoseFormerIncarnationNeverTerminatesFailsWithTheReason() {
		start(new PekkoSuccession(Duration.ofSeconds(1), Duration.ofSeconds(30)));
		assertThat(CompletableFuture.runAsync(this.engine::restart)).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("the former incarnation of the engine did not end within 1 s");
		assertThat(this.engine.state().status()).isEqualTo(EngineStatus.STOPPED);
	}

	@Test
	void stoppingDoesNotWaitForARestart() {
		start(new PekkoSuccession());
		CompletableFuture<Void> restart = CompletableFuture.runAsync(this.engine::restart);
		await().until(() -> Thread.getAllStackTraces()
			.values()
			.stream()
			.flatMap(Arrays::stream)
			.anyMatch((frame) -> frame.getClassName().equals(PekkoSuccession.class.getName())
					&& frame.getMethodName().equals("await")));
		assertThat(CompletableFuture.runAsync(() -> this.engine.stop(Duration.ofSeconds(10))))
			.succeedsWithin(Duration.ofSeconds(4));
		assertThat(restart).failsWithin(Duration.ofSeconds(4))
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("The application stops");
	}

	@Test
	void portThatIsInUseForAWhileIsTriedAgain(CapturedOutput output) throws IOException {
		release.countDown();
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			PekkoActorSystemFactory successor = factory(socket.getLocalPort());
			CompletableFuture<?> terminated = CompletableFuture
				.supplyAsync(() -> new PekkoSuccession().replace(node(), successor))
				.thenCompose((system) -> {
					system.terminate();
					return system.getWhenTerminated();
				});
			await().atMost(Duration.ofSeconds(30)).until(() -> output.getOut().contains("trying again for 30 s"));
			assertThat(output).contains("cannot listen on 127.0.0.1:" + socket.getLocalPort());
			socket.close();
			assertThat(terminated).succeedsWithin(Duration.ofSeconds(30));
		}
	}

	@Test
	void portThatStaysInUseFailsTheRestart() throws IOException {
		release.countDown();
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			PekkoActorSystemFactory successor = factory(socket.getLocalPort());
			PekkoSuccession succession = new PekkoSuccession(Duration.ofSeconds(30), Duration.ofSeconds(1));
			assertThat(CompletableFuture.runAsync(() -> succession.replace(node(), successor)))
				.failsWithin(Duration.ofSeconds(30))
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(FailureAnalyzedException.class)
				.withMessageContaining("cannot listen on 127.0.0.1:" + socket.getLocalPort());
		}
	}

	private static PekkoNode node() {
		ExtendedActorSystem system = (ExtendedActorSystem) factory(0).create();
		return new PekkoNode(system, PekkoNode.clusterOf(system), null, null, system.deadLetters());
	}

	private Node start(PekkoSuccession succession) {
		this.engine = new PekkoClusterEngine(factory(io.muster.testsupport.Node.freePort()), succession);
		this.engine.start();
		return this.engine.state().self();
	}

	private static PekkoActorSystemFactory factory(int port) {
		return new PekkoActorSystemFactory(
				TestPekkoSettings.with("127.0.0.1", port, Map.of("extensions", List.of(Stubborn.class.getName()))),
				PekkoSuccessionTests.class.getClassLoader());
	}

	/**
	 * Adds an actor to each ActorSystem.
	 */
	static final class Stubborn extends AbstractExtensionId<Extension> {

		@Override
		public Extension createExtension(ExtendedActorSystem system) {
			system.actorOf(Props.create(StubbornActor.class, StubbornActor::new));
			return new Extension() {
			};
		}

	}

	/**
	 * Actor that stops when it is released.
	 */
	static final class StubbornActor extends AbstractActor {

		private final CountDownLatch released = release;

		@Override
		public Receive createReceive() {
			return emptyBehavior();
		}

		@Override
		public void postStop() throws InterruptedException {
			this.released.await();
		}

	}

}

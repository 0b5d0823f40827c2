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

package io.muster.sample.it;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

import io.muster.processes.FakeContactPoint;
import io.muster.processes.OneCluster;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a process which Muster ends has exit code 1, so that its supervisor starts
 * it again.
 */
@Tag("system")
class ExitCodeIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	void aNodeThatIsToCloseWhenItWasRemovedEndsWithOne() {
		SampleNode node = removed((removed) -> removed.with("--muster.cluster.on-removed=shutdown"));
		assertThat(node.process().awaitExit()).isOne();
		assertThat(node.process().log()).contains("Closing the application: Cluster 'orders' declared this node failed")
			.contains("(muster.cluster.on-removed=shutdown)");
	}

	@Test
	void aNodeWhoseApplicationUsesTheActorSystemEndsWhenItWasRemoved() {
		SampleNode node = removed((removed) -> removed.startedBy(UserOfTheActorSystem.class));
		assertThat(node.process().awaitExit()).isOne();
		assertThat(node.process().log()).contains(UserOfTheActorSystem.USES)
			.contains("Closing the application: This node can enter the cluster again only as another process");
	}

	/**
	 * Form a cluster of two nodes, and have the one with the higher address removed while
	 * it stands still.
	 */
	private SampleNode removed(UnaryOperator<SampleNode> customizer) {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 2)
			.stream()
			.sorted(Comparator.comparing(SampleNode::enginePort))
			.toList();
		SampleNode removed = customizer.apply(nodes.get(1));
		nodes.forEach((node) -> node.withQuickDowning().start());
		OneCluster.await(nodes);
		removed.process().pause();
		OneCluster.await(nodes.subList(0, 1));
		removed.process().resume();
		return removed;
	}

	@Test
	void aNodeThatDoesNotJoinInTimeEnds() throws IOException {
		List<Integer> ports = Ports.find(2);
		try (FakeContactPoint fake = new FakeContactPoint(ports.get(1), SampleNode.CLUSTER, Ports.find())) {
			SampleNode node = new SampleNode(this.processes, "joiner", ports.get(0), ports).require(2)
				.with("--muster.cluster.shutdown-after-unsuccessful-join-seed-nodes=3s")
				.start();
			assertThat(node.process().awaitExit()).isOne();
			assertThat(node.process().log()).contains("Closing the application")
				.contains(fake.seedNode())
				.contains("muster.cluster.shutdown-after-unsuccessful-join-seed-nodes");
		}
	}

	@Test
	void aNodeWhoseEngineRunsOutOfMemoryAtItsStartEnds() {
		SampleNode node = SampleNode.replicas(this.processes, 1)
			.get(0)
			.startedBy(OutOfMemory.class)
			.with("--muster.pekko.library-extensions[0]=" + OutOfMemory.class.getName())
			.start();
		assertThat(node.process().awaitExit()).isOne();
		assertThat(node.process().log()).contains("Closing the application: The cluster engine could not be started")
			.contains(OutOfMemory.MESSAGE);
	}

	@Test
	void aJavaRuntimeWithoutTheModuleThatTheEngineNeedsIsNamed() {
		SampleNode node = SampleNode.replicas(this.processes, 1).get(0).withOptions("--limit-modules=java.se").start();
		assertThat(node.process().awaitExit()).isOne();
		assertThat(node.process().log()).contains("jdk.unsupported");
	}

	/**
	 * The sample application with a component that uses the engine's ActorSystem.
	 */
	public static class UserOfTheActorSystem {

		static final String USES = "The application uses the ActorSystem 'orders'";

		public static void main(String[] args) {
			new SpringApplicationBuilder(SampleApplication.class, UserOfTheActorSystem.class).run(args);
		}

		@Bean
		String user(ActorSystem system) {
			String uses = "The application uses the ActorSystem '%s'".formatted(system.name());
			System.out.println(uses);
			return uses;
		}

	}

	/**
	 * The sample application, and an extension of its ActorSystem that fails.
	 */
	public static class OutOfMemory extends AbstractExtensionId<Extension> {

		static final String MESSAGE = "no memory for this test";

		public static void main(String[] args) {
			SampleApplication.main(args);
		}

		@Override
		public Extension createExtension(ExtendedActorSystem system) {
			throw new OutOfMemoryError(MESSAGE);
		}

	}

}

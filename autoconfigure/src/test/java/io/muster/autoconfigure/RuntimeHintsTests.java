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

package io.muster.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import io.muster.leader.jdbc.JdbcFence;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what a native image is told that Muster reads by name.
 */
class RuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		List<RuntimeHintsRegistrar> registrars = AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.muster."))
			.toList();
		assertThat(registrars).hasSize(6);
		registrars.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@Test
	void settingsOfPekkoAreResources() {
		assertThat(RuntimeHintsPredicates.resource().forResource("reference.conf")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("version.conf")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("io/muster/cluster/pekko/pekko-defaults.conf"))
			.accepts(this.hints);
	}

	@Test
	void theScriptOfTokensIsAResource() {
		assertThat(RuntimeHintsPredicates.resource().forResource(JdbcFence.SCRIPT)).accepts(this.hints);
	}

	@Test
	void thePageIsAResource() {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/muster/actuate/cluster.html")).accepts(this.hints);
	}

	@Test
	void whatSettingsOfPekkoNameCanBeCreated() {
		for (String name : List.of("io.muster.cluster.pekko.QuietLogger",
				"org.apache.pekko.cluster.ClusterActorRefProvider",
				"org.apache.pekko.actor.LightArrayRevolverScheduler",
				"org.apache.pekko.remote.PhiAccrualFailureDetector",
				"org.apache.pekko.cluster.sbr.SplitBrainResolverProvider", "org.apache.pekko.cluster.ClusterMessage")) {
			assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(name))).as(name).accepts(this.hints);
		}
	}

	@Test
	void whatNodesTellEachOtherIsReadAndWrittenAsJson() {
		for (String name : List.of("io.muster.contactpoint.SeedNodesMapper$SeedNodesJson",
				"io.muster.leader.ConsensusJson$Letter", "io.muster.consensus.ConsensusMessage$Append",
				"io.muster.consensus.Command$Open")) {
			assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(name))).as(name).accepts(this.hints);
		}
	}

	@Test
	void whatNodesRememberIsReadAndWrittenAsJson() {
		for (String name : List.of("io.muster.bootstrap.storage.DurableStateJson$Content",
				"io.muster.bootstrap.storage.DurableStateJson$KnownMember", "io.muster.leader.ConsensusJson$LogFile")) {
			assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(name))).as(name).accepts(this.hints);
		}
	}

}

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

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests an operator's join on machines that have nothing but the token in common: each
 * process has a network of its own.
 */
@Tag("system")
class JoinBetweenMachinesIT {

	private static final String TOKEN = "--muster.security.token=first-0123456789-0123456789-0123456789";

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Namespaces namespaces = new Namespaces();

	@Test
	@Tag("C15")
	void theCommandIsTheSameOnEachOfThreeMachines() {
		List<OperatedNode> machines = machines();
		machines.forEach((machine) -> machine.start(3, TOKEN));
		machines.forEach((machine) -> machine.awaitWaitingFor("expecting 3 nodes, found 1: waiting for 2 more"));
		OperatedNode second = machines.get(1);
		assertThat(second.join(machines.toArray(OperatedNode[]::new)))
			.isEqualTo("Successfully joined cluster by contacting 3 nodes.");
		awaitOneCluster(machines);
	}

	@Test
	@Tag("M9")
	void aMachineInvitesOthersThatHaveAClusterEach() {
		List<OperatedNode> machines = machines();
		machines.forEach((machine) -> machine.start(1, TOKEN));
		machines.forEach((machine) -> machine.awaitMembers(machine.row("Up")));
		OperatedNode first = machines.get(0);
		assertThat(first.join(machines.get(1), machines.get(2)))
			.isEqualTo("Successfully joined cluster by contacting 2 nodes.");
		awaitOneCluster(machines);
	}

	private List<OperatedNode> machines() {
		this.namespaces.create(3);
		return IntStream.range(0, 3)
			.mapToObj((i) -> new OperatedNode(this.processes, "machine-" + (i + 1), this.namespaces.address(i), 8080,
					25520, this.namespaces.launcher(i)))
			.toList();
	}

	private static void awaitOneCluster(List<OperatedNode> machines) {
		String[] rows = machines.stream().map((machine) -> machine.row("Up")).toArray(String[]::new);
		machines.forEach((machine) -> machine.awaitMembers(rows));
	}

}

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

package io.muster.consensus;

import org.junit.jupiter.api.Test;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgreedState}.
 */
final class AgreedStateTests {

	private static final Node ONE = node(1);

	private static final Node TWO = node(2);

	private static final Node THREE = node(3);

	private AgreedState state = AgreedState.EMPTY;

	private long token = 100;

	@Test
	void theFirstServerThatStandsForARoleLeadsIt() {
		open(ONE, TWO);
		stand(ONE, "a");
		stand(TWO, "a");
		assertThat(this.state.holder("a")).isEqualTo(ONE);
		assertThat(this.state.tokens()).containsEntry("a", 103L);
	}

	@Test
	void aServerWithoutASessionDoesNotLead() {
		stand(ONE, "a");
		assertThat(this.state.holder("a")).isNull();
	}

	@Test
	void theNextServerLeadsInTheSameStepInWhichTheLeaderWithdraws() {
		open(ONE, TWO);
		stand(ONE, "a");
		stand(TWO, "a");
		apply(new Command.Withdraw(ONE, "a"));
		assertThat(this.state.holder("a")).isEqualTo(TWO);
		assertThat(this.state.tokens()).containsEntry("a", 105L);
	}

	@Test
	void aServerWhoseSessionIsClosedLosesAllThatItLeads() {
		open(ONE, TWO);
		stand(ONE, "a");
		stand(ONE, "b");
		stand(TWO, "a");
		apply(new Command.Close(ONE, 0));
		assertThat(this.state.holder("a")).isEqualTo(TWO);
		assertThat(this.state.roles()).containsOnlyKeys("a");
		assertThat(this.state.sessions()).containsExactly(TWO);
	}

	@Test
	void theServerThatLeadsTheFewestRolesIsNext() {
		open(ONE, TWO, THREE);
		stand(ONE, "a");
		stand(TWO, "b");
		stand(TWO, "a");
		stand(THREE, "a");
		apply(new Command.Withdraw(ONE, "a"));
		assertThat(this.state.holder("a")).isEqualTo(THREE);
	}

	@Test
	void whoStandsOrWithdrawsWithoutLeadingChangesNoLeader() {
		open(ONE, TWO);
		stand(ONE, "a");
		stand(TWO, "a");
		apply(new Command.Withdraw(TWO, "a"));
		assertThat(this.state.tokens()).containsEntry("a", 103L);
	}

	@Test
	void aCommandThatChangesNothingLeavesTheStateAsItIs() {
		open(ONE);
		AgreedState before = this.state;
		open(ONE);
		apply(new Command.Withdraw(ONE, "a"));
		apply(new Command.Close(TWO, 0));
		assertThat(this.state).isSameAs(before);
	}

	private void open(Node... servers) {
		for (Node server : servers) {
			apply(new Command.Open(server));
		}
	}

	private void stand(Node server, String role) {
		apply(new Command.Stand(server, role));
	}

	private void apply(Command command) {
		this.token++;
		this.state = this.state.apply(command, this.token);
	}

	private static Node node(int index) {
		return new Node(new NodeAddress("pekko", "orders", "10.0.0." + index, 25520), index);
	}

}

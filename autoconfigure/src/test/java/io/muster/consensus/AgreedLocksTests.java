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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgreedLocks}.
 */
final class AgreedLocksTests {

	private static final Node ONE = node(1);

	private static final Node TWO = node(2);

	private static final Node THREE = node(3);

	private AgreedState state = AgreedState.EMPTY;

	private long index = 100;

	private long number;

	@BeforeEach
	void open() {
		apply(new Command.Begin(true, 0));
		apply(new Command.Open(ONE));
		apply(new Command.Open(TWO));
		apply(new Command.Open(THREE));
	}

	@Test
	void theFirstServerThatAsksHoldsALock() {
		request(ONE, 0, 0, 0);
		request(TWO, 0, 0, 0);
		assertThat(holder()).isEqualTo(ONE);
		assertThat(this.state.locks().holder("report").token()).isEqualTo(105);
	}

	@Test
	void aServerWithoutASessionDoesNotGetALock() {
		apply(new Command.Close(ONE, 0));
		request(ONE, 0, 0, 0);
		assertThat(this.state.locks().locks()).isEmpty();
	}

	@Test
	void whoHasWaitedLongestIsNext() {
		request(ONE, 0, 0, 0);
		request(THREE, 0, 0, 0);
		request(TWO, 0, 0, 0);
		release(ONE, true, 1);
		assertThat(holder()).isEqualTo(THREE);
		release(THREE, true, 2);
		assertThat(holder()).isEqualTo(TWO);
		release(TWO, true, 3);
		assertThat(this.state.locks().locks()).isEmpty();
	}

	@Test
	void aLockWithoutATimeIsReleasedWhenTheSessionOfItsHolderIsClosed() {
		request(ONE, 0, 0, 0);
		request(TWO, 0, 0, 0);
		apply(new Command.Close(ONE, 5));
		assertThat(holder()).isEqualTo(TWO);
	}

	@Test
	void aLockWithATimeIsHeldForItAlsoIfTheSessionOfItsHolderIsClosed() {
		request(ONE, 60, 0, 0);
		request(TWO, 60, 0, 0);
		apply(new Command.Close(ONE, 5));
		assertThat(holder()).isEqualTo(ONE);
		apply(new Command.Pass(59));
		assertThat(holder()).isEqualTo(ONE);
		assertThat(this.state.locks().nextChange()).isEqualTo(60);
		apply(new Command.Pass(60));
		assertThat(holder()).isEqualTo(TWO);
		assertThat(this.state.locks().holder("report").since()).isEqualTo(60);
	}

	@Test
	void aServerThatWaitsLosesItsPlaceWhenItsSessionIsClosed() {
		request(ONE, 0, 0, 0);
		request(TWO, 60, 0, 0);
		request(THREE, 0, 0, 0);
		apply(new Command.Close(TWO, 1));
		release(ONE, true, 2);
		assertThat(holder()).isEqualTo(THREE);
	}

	@Test
	void aLockIsKeptForItsLeastTimeWhoeverReleasesIt() {
		request(ONE, 60, 30, 0);
		request(TWO, 60, 30, 0);
		release(ONE, true, 10);
		assertThat(holder()).isNull();
		assertThat(this.state.locks().nextChange()).isEqualTo(30);
		apply(new Command.Pass(30));
		assertThat(holder()).isEqualTo(TWO);
		apply(new Command.Close(TWO, 31));
		apply(new Command.Pass(90));
		assertThat(this.state.locks().locks()).isEmpty();
	}

	@Test
	void aLockThatNobodyUsedIsNotKept() {
		request(ONE, 60, 30, 0);
		request(TWO, 60, 30, 0);
		release(ONE, false, 10);
		assertThat(holder()).isEqualTo(TWO);
	}

	@Test
	void theHolderExtendsALockAndKeepsItsToken() {
		request(ONE, 60, 0, 0);
		long token = this.state.locks().holder("report").token();
		apply(new Command.Request(ONE, "report", new LockRequest(this.number, 2, 60, 0), 50));
		apply(new Command.Pass(60));
		assertThat(holder()).isEqualTo(ONE);
		assertThat(this.state.locks().holder("report").end()).isEqualTo(110);
		assertThat(this.state.locks().holder("report").token()).isEqualTo(token);
	}

	@Test
	void anotherRequestOfTheHolderIsAnotherTerm() {
		request(ONE, 60, 0, 0);
		long token = this.state.locks().holder("report").token();
		request(ONE, 60, 0, 50);
		assertThat(this.state.locks().holder("report").token()).isGreaterThan(token);
	}

	@Test
	void anOlderRequestChangesNothing() {
		LockRequest older = new LockRequest(++this.number, 1, 10, 0);
		request(ONE, 60, 0, 0);
		AgreedState before = this.state;
		apply(new Command.Request(ONE, "report", older, 0));
		assertThat(this.state).isSameAs(before);
	}

	@Test
	void aGroupThatMayHaveForgottenALockGrantsItWhenItWouldHaveEnded() {
		this.state = AgreedState.EMPTY;
		apply(new Command.Begin(false, 5));
		apply(new Command.Open(ONE));
		apply(new Command.Open(TWO));
		request(ONE, 60, 0, 6);
		assertThat(holder()).isNull();
		assertThat(this.state.locks().nextChange()).isEqualTo(65);
		apply(new Command.Pass(65));
		assertThat(holder()).isEqualTo(ONE);
		apply(new Command.Request(TWO, "other", new LockRequest(1, 1, 0, 0), 66));
		assertThat(this.state.locks().holder("other").server()).isEqualTo(TWO);
	}

	@Test
	void thoseWhoHeldALockAndWhoHoldItAreConcerned() {
		AgreedLocks before = this.state.locks();
		request(ONE, 60, 0, 0);
		request(TWO, 60, 0, 0);
		assertThat(this.state.locks().concerned(before)).containsExactly(ONE);
		before = this.state.locks();
		release(ONE, true, 1);
		assertThat(this.state.locks().concerned(before)).containsExactlyInAnyOrder(ONE, TWO);
	}

	private void request(Node server, long atMost, long atLeast, long time) {
		apply(new Command.Request(server, "report", new LockRequest(++this.number, 1, atMost, atLeast), time));
	}

	private void release(Node server, boolean used, long time) {
		apply(new Command.Release(server, "report", used, time));
	}

	private void apply(Command command) {
		this.state = this.state.apply(command, ++this.index);
	}

	private Node holder() {
		AgreedLocks.Holder holder = this.state.locks().holder("report");
		return (holder != null) ? holder.server() : null;
	}

	private static Node node(int number) {
		return new Node(new NodeAddress("pekko", "orders", "10.0.0.1", number), number);
	}

}

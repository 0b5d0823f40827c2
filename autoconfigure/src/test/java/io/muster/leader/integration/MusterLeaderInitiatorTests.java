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

package io.muster.leader.integration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.integration.leader.AbstractCandidate;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.DefaultLeaderEventPublisher;

import io.muster.leader.AloneLeaderships;
import io.muster.leader.FakeLeaderships;
import io.muster.leader.Leaderships;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MusterLeaderInitiator}.
 */
final class MusterLeaderInitiatorTests {

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final Recorder candidate = new Recorder("billing");

	private final MusterLeaderInitiator initiator = initiator(this.leaderships, this.candidate);

	@AfterEach
	void end() {
		this.initiator.stop();
		this.initiator.destroy();
	}

	@Test
	void serverStandsForTheRoleFromTheStartOn() {
		assertThat(this.leaderships.roles()).isEmpty();
		this.initiator.start();
		assertThat(this.leaderships.roles()).containsExactly("billing");
	}

	@Test
	void candidateAndThenListenersAreToldWhenLeadershipBeginsAndEnds() {
		this.initiator.start();
		this.leaderships.grant("billing");
		awaitTold("granted", "OnGrantedEvent");
		this.leaderships.revoke("billing");
		awaitTold("granted", "OnGrantedEvent", "revoked", "OnRevokedEvent");
	}

	@Test
	void leadershipOfAnotherRoleMeansNothing() {
		this.initiator.start();
		this.leaderships.grant("import");
		this.leaderships.grant("billing");
		awaitTold("granted", "OnGrantedEvent");
	}

	@Test
	void leadershipThatBeganBeforeTheStartIsTold() {
		this.leaderships.grant("billing");
		this.initiator.start();
		awaitTold("granted", "OnGrantedEvent");
	}

	@Test
	void contextAnswersForTheRole() {
		this.initiator.start();
		this.leaderships.grant("billing");
		awaitTold("granted", "OnGrantedEvent");
		assertThat(this.candidate.context.getRole()).isEqualTo("billing");
		assertThat(this.candidate.context.isLeader()).isTrue();
		this.leaderships.lose("billing");
		assertThat(this.candidate.context.isLeader()).isFalse();
	}

	@Test
	void leadershipIsHandedOverAfterAllHaveBeenTold() {
		this.initiator.start();
		this.leaderships.grant("billing");
		awaitTold("granted", "OnGrantedEvent");
		this.candidate.whenRevoked = () -> this.told.add("still led: " + this.leaderships.of("billing").isLeader());
		this.candidate.context.yield();
		assertThat(this.candidate.context.isLeader()).isFalse();
		await().until(() -> !this.leaderships.of("billing").isLeader());
		awaitTold("granted", "OnGrantedEvent", "still led: true", "revoked", "OnRevokedEvent");
		this.leaderships.grant("billing");
		await().until(() -> this.candidate.context.isLeader());
	}

	@Test
	void leadershipThatNobodyElseCanHaveBeginsAnewWhenItIsHandedOver() {
		MusterLeaderInitiator alone = initiator(new AloneLeaderships(() -> null), this.candidate);
		alone.start();
		awaitTold("granted", "OnGrantedEvent");
		this.candidate.context.yield();
		awaitTold("granted", "OnGrantedEvent", "revoked", "OnRevokedEvent", "granted", "OnGrantedEvent");
		alone.stop();
		alone.destroy();
	}

	@Test
	void candidateThatWorksWhereItIsToldIsInterrupted() {
		this.candidate.whenGranted = () -> {
			this.told.add("works");
			new CountDownLatch(1).await();
		};
		this.initiator.start();
		this.leaderships.grant("billing");
		awaitTold("works");
		this.leaderships.revoke("billing");
		awaitTold("works", "revoked", "OnRevokedEvent");
		this.candidate.whenGranted = () -> {
		};
		this.leaderships.grant("billing");
		awaitTold("works", "revoked", "OnRevokedEvent", "granted", "OnGrantedEvent");
	}

	@Test
	void candidateThatFailsHandsOver() {
		this.candidate.whenGranted = () -> {
			throw new IllegalStateException("No connection");
		};
		this.initiator.start();
		this.leaderships.grant("billing");
		awaitTold("revoked", "OnRevokedEvent");
		await().until(() -> !this.leaderships.of("billing").isLeader());
	}

	@Test
	void leadershipThatEndedBeforeTheCandidateWasToldIsNotTold() {
		MusterLeaderInitiator both = initiator(this.leaderships, this.candidate);
		CountDownLatch blocked = new CountDownLatch(1);
		this.candidate.whenRevoked = () -> await().until(() -> blocked.getCount() == 0);
		both.start();
		this.leaderships.grant("billing");
		awaitTold("granted", "OnGrantedEvent");
		this.leaderships.revoke("billing");
		this.leaderships.grant("billing");
		this.leaderships.revoke("billing");
		blocked.countDown();
		awaitTold("granted", "OnGrantedEvent", "revoked", "OnRevokedEvent");
		both.stop();
		both.destroy();
	}

	@Test
	void listenerThatFailsDisturbsNobody() {
		MusterLeaderInitiator failing = new MusterLeaderInitiator(this.leaderships, () -> List.of(this.candidate),
				new DefaultLeaderEventPublisher((event) -> {
					this.told.add("fails");
					throw new IllegalStateException("No connection");
				}));
		failing.start();
		this.leaderships.grant("billing");
		awaitTold("granted", "fails");
		this.leaderships.revoke("billing");
		awaitTold("granted", "fails", "revoked", "fails");
		failing.destroy();
	}

	@Test
	void stopEndsWhenAllHaveBeenTold() throws InterruptedException {
		this.initiator.start();
		this.leaderships.grant("billing");
		awaitTold("granted", "OnGrantedEvent");
		CountDownLatch stopped = new CountDownLatch(1);
		this.initiator.stop(() -> {
			this.told.add("stopped");
			stopped.countDown();
		});
		assertThat(stopped.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.told).containsExactly("granted", "OnGrantedEvent", "revoked", "OnRevokedEvent", "stopped");
		this.initiator.start();
		await().until(() -> this.candidate.context.isLeader());
	}

	private void awaitTold(String... told) {
		await().untilAsserted(() -> assertThat(this.told).containsExactly(told));
	}

	private MusterLeaderInitiator initiator(Leaderships leaderships, Candidate candidate) {
		return new MusterLeaderInitiator(leaderships, () -> List.of(candidate),
				new DefaultLeaderEventPublisher((event) -> this.told.add(event.getClass().getSimpleName())));
	}

	/**
	 * Records what it is told.
	 */
	private final class Recorder extends AbstractCandidate {

		private volatile Work whenGranted = () -> {
		};

		private volatile Runnable whenRevoked = () -> {
		};

		private volatile Context context = () -> false;

		private Recorder(String role) {
			super("me", role);
		}

		@Override
		public void onGranted(Context context) throws InterruptedException {
			this.context = context;
			this.whenGranted.run();
			MusterLeaderInitiatorTests.this.told.add("granted");
		}

		@Override
		public void onRevoked(Context context) {
			this.whenRevoked.run();
			MusterLeaderInitiatorTests.this.told.add("revoked");
		}

	}

	/**
	 * What a candidate does when it leads.
	 */
	private interface Work {

		void run() throws InterruptedException;

	}

}

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

package io.muster.leader;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LeaderCalls} and {@link FencingToken#current()}. Calls run on a pool
 * of one thread, so that each test can see what a call left behind.
 */
final class LeaderCallsTests {

	private static final String ELSEWHERE = "elsewhere";

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final LeaderCalls calls = new LeaderCalls();

	private final ExecutorService pool = Executors.newSingleThreadExecutor();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch end = new CountDownLatch(1);

	@BeforeEach
	void listen() {
		this.leaderships.addListener(new Leaderships.Listener() {

			@Override
			public void granted(Leadership leadership) {
			}

			@Override
			public void revoked(Leadership leadership) {
				LeaderCallsTests.this.calls.revoked(leadership.role());
			}

		});
	}

	@AfterEach
	void shutdown() {
		this.end.countDown();
		this.pool.shutdownNow();
	}

	@Test
	void callRunsOnlyOnTheLeader() throws Throwable {
		assertThat(call("a", true, () -> "here")).isEqualTo(ELSEWHERE);
		this.leaderships.grant("a");
		assertThat(call("a", true, () -> "here")).isEqualTo("here");
		assertThat(call("b", true, () -> "here")).isEqualTo(ELSEWHERE);
		this.leaderships.revoke("a");
		assertThat(call("a", true, () -> "here")).isEqualTo(ELSEWHERE);
	}

	@Test
	void tokenIsThatOfTheInnermostCallAndThereIsNoneAfterwards() throws Throwable {
		this.leaderships.grant("a");
		this.leaderships.grant("b");
		List<FencingToken> tokens = new ArrayList<>();
		call("a", true, () -> {
			tokens.add(FencingToken.current());
			call("b", true, () -> tokens.add(FencingToken.current()));
			return tokens.add(FencingToken.current());
		});
		assertThat(tokens).extracting(FencingToken::value).containsExactly(1L, 2L, 1L);
		assertThatIllegalStateException().isThrownBy(FencingToken::current)
			.withMessageContaining("this thread runs no method with @OnLeader");
	}

	@Test
	void tokenIsUnboundAlsoWhenTheCallFails() {
		this.leaderships.grant("a");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> call("a", true, () -> {
			throw new UnsupportedOperationException();
		}));
		assertThat(LeaderCall.current()).isNull();
	}

	@Test
	void tokenStaysTheSameUntilTheCallEnds() throws Throwable {
		this.leaderships.grant("a");
		assertThat(call("a", false, () -> {
			this.leaderships.revoke("a");
			this.leaderships.grant("a");
			return FencingToken.current().value();
		})).isEqualTo(1L);
	}

	@Test
	void withoutConsensusThereIsNoTokenAndTheMessageSaysWhy() {
		FakeLeaderships byMembership = new FakeLeaderships(false);
		byMembership.grant("billing");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.calls.run(new LeaderCall(byMembership.of("billing"), "run()", true),
					FencingToken::current, null))
			.withMessageContaining("the role 'billing' has a leader that is not elected by consensus")
			.withMessageContaining("muster.cluster.leader-change");
	}

	@Test
	void revocationInterruptsTheCallAndNothingAfterIt() throws Exception {
		this.leaderships.grant("a");
		Future<@Nullable Object> call = submit("a", true, this::untilInterrupted);
		this.begun.await();
		this.leaderships.revoke("a");
		assertThat(call.get()).isEqualTo("interrupted");
		assertThat(isPoolInterrupted()).isFalse();
	}

	@Test
	void interruptThatTheCallDoesNotNoticeIsTakenBack() throws Exception {
		this.leaderships.grant("a");
		AtomicBoolean seen = new AtomicBoolean();
		AtomicBoolean left = new AtomicBoolean();
		Callable<@Nullable Object> call = () -> run("a", true, () -> {
			this.leaderships.revoke("a");
			seen.set(Thread.currentThread().isInterrupted());
			return null;
		});
		this.pool.submit(() -> {
			call.call();
			left.set(Thread.currentThread().isInterrupted());
			return null;
		}).get();
		assertThat(seen).isTrue();
		assertThat(left).isFalse();
	}

	@Test
	void interruptThatWasThereBeforeStays() throws Exception {
		this.leaderships.grant("a");
		boolean left = this.pool.submit(() -> {
			Thread.currentThread().interrupt();
			run("a", true, () -> {
				this.leaderships.revoke("a");
				return null;
			});
			return Thread.interrupted();
		}).get();
		assertThat(left).isTrue();
	}

	@Test
	void interruptByOthersStays() throws Exception {
		this.leaderships.grant("a");
		boolean left = this.pool.submit(() -> {
			run("a", true, () -> {
				Thread.currentThread().interrupt();
				return null;
			});
			return Thread.interrupted();
		}).get();
		assertThat(left).isTrue();
	}

	@Test
	void interruptThatIsMeantForTheOuterCallReachesIt() throws Exception {
		this.leaderships.grant("a");
		this.leaderships.grant("b");
		List<Boolean> interrupted = new ArrayList<>();
		this.pool.submit(() -> {
			run("a", true, () -> {
				run("b", true, () -> {
					this.leaderships.revoke("b");
					this.leaderships.revoke("a");
					return null;
				});
				return interrupted.add(Thread.currentThread().isInterrupted());
			});
			return interrupted.add(Thread.currentThread().isInterrupted());
		}).get();
		assertThat(interrupted).containsExactly(true, false);
	}

	@Test
	void interruptThatIsMeantForTheInnerCallDoesNotReachTheOuterOne() throws Exception {
		this.leaderships.grant("a");
		this.leaderships.grant("b");
		Object outer = this.pool.submit(() -> run("a", true, () -> {
			run("b", true, () -> {
				this.leaderships.revoke("b");
				return null;
			});
			return Thread.currentThread().isInterrupted();
		})).get();
		assertThat(outer).isEqualTo(false);
	}

	@Test
	void callThatIsNotToBeInterruptedIsNot() throws Exception {
		this.leaderships.grant("a");
		Object interrupted = this.pool.submit(() -> run("a", false, () -> {
			this.leaderships.revoke("a");
			return Thread.currentThread().isInterrupted();
		})).get();
		assertThat(interrupted).isEqualTo(false);
	}

	@Test
	void revocationOfAnotherRoleInterruptsNothing() throws Exception {
		this.leaderships.grant("a");
		this.leaderships.grant("b");
		Object interrupted = this.pool.submit(() -> run("a", true, () -> {
			this.leaderships.revoke("b");
			return Thread.currentThread().isInterrupted();
		})).get();
		assertThat(interrupted).isEqualTo(false);
	}

	@Test
	void revocationThatIsHeardInTheNextTermDoesNotInterruptACallOfThatTerm() throws Exception {
		this.leaderships.grant("a");
		this.leaderships.lose("a");
		this.leaderships.grant("a");
		Object interrupted = this.pool.submit(() -> run("a", true, () -> {
			this.leaderships.tellRevoked("a");
			return Thread.currentThread().isInterrupted();
		})).get();
		assertThat(interrupted).isEqualTo(false);
	}

	@Test
	void revocationThatIsHeardInTheNextTermInterruptsACallOfTheLastOne() throws Exception {
		this.leaderships.grant("a");
		Object interrupted = this.pool.submit(() -> run("a", true, () -> {
			this.leaderships.lose("a");
			this.leaderships.grant("a");
			this.leaderships.tellRevoked("a");
			return Thread.currentThread().isInterrupted();
		})).get();
		assertThat(interrupted).isEqualTo(true);
	}

	@Test
	void revocationBetweenTheAnswerAndTheBeginningIsNotMissed() throws Throwable {
		AtomicInteger questions = new AtomicInteger();
		Leadership leadership = leadership(() -> {
			if (questions.incrementAndGet() == 1) {
				this.calls.revoked("a");
				return true;
			}
			return false;
		}, new FencingToken(1));
		assertThat(this.calls.run(new LeaderCall(leadership, "run()", true), () -> "here", ELSEWHERE))
			.isEqualTo(ELSEWHERE);
		assertThat(questions).hasValue(2);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void leadershipThatIsLostBeforeTheTokenIsReadIsNone() throws Throwable {
		AtomicInteger questions = new AtomicInteger();
		Leadership leadership = leadership(() -> questions.incrementAndGet() == 1, null);
		assertThat(this.calls.run(new LeaderCall(leadership, "run()", true), () -> "here", ELSEWHERE))
			.isEqualTo(ELSEWHERE);
	}

	@Test
	void threadOfAPoolIsNeverLeftInterruptedHoweverLateTheRevocation() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		Thread revoking = new Thread(() -> {
			while (!done.get()) {
				this.leaderships.grant("a");
				this.leaderships.revoke("a");
			}
		});
		revoking.start();
		try {
			Callable<Integer> task = () -> {
				int left = 0;
				for (int i = 0; i < 100_000; i++) {
					run("a", true, () -> null);
					left += Thread.interrupted() ? 1 : 0;
				}
				return left;
			};
			assertThat(this.pool.submit(task).get()).isZero();
		}
		finally {
			done.set(true);
			revoking.join();
		}
	}

	@Test
	void closeInterruptsWhatRunsAndRefusesWhatIsNew() throws Exception {
		this.leaderships.grant("a");
		Future<@Nullable Object> call = submit("a", true, this::untilInterrupted);
		this.begun.await();
		this.calls.close();
		assertThat(call.get()).isEqualTo("interrupted");
		assertThat(submit("a", true, () -> "here").get()).isEqualTo(ELSEWHERE);
		this.calls.open();
		assertThat(submit("a", true, () -> "here").get()).isEqualTo("here");
	}

	@Test
	void callWithinOneThatRunsIsNotRefused() throws Exception {
		this.leaderships.grant("a");
		Object inner = this.pool.submit(() -> run("a", false, () -> {
			this.calls.close();
			return run("a", false, () -> "here");
		})).get();
		assertThat(inner).isEqualTo("here");
	}

	@Test
	void callOfARoleThatIsHandedOverIsRefusedAndOthersAreNot() throws Throwable {
		this.leaderships.grant("a");
		this.leaderships.grant("b");
		this.calls.close("a");
		assertThat(call("a", true, () -> "here")).isEqualTo(ELSEWHERE);
		assertThat(call("b", true, () -> call("a", true, () -> "here"))).isEqualTo(ELSEWHERE);
		assertThat(call("b", true, () -> "here")).isEqualTo("here");
		this.calls.open("a");
		assertThat(call("a", true, () -> "here")).isEqualTo("here");
	}

	@Test
	void callThatHandsItsOwnRoleOverIsNotInterrupted() throws Throwable {
		this.leaderships.grant("a");
		List<Object> events = new ArrayList<>();
		call("a", true, () -> {
			this.calls.close("a");
			events.add(Thread.currentThread().isInterrupted());
			call("a", true, () -> events.add("within"));
			this.calls.whenNone("a", () -> events.add("none"));
			return events.add("end");
		});
		assertThat(events).containsExactly(false, "within", "end", "none");
	}

	@Test
	void taskRunsWhenTheLastCallHasEnded() throws Exception {
		this.leaderships.grant("a");
		Future<@Nullable Object> call = submit("a", false, () -> {
			this.begun.countDown();
			this.end.await();
			return null;
		});
		this.begun.await();
		this.calls.close();
		AtomicBoolean none = new AtomicBoolean();
		this.calls.whenNone(() -> none.set(true));
		assertThat(none).isFalse();
		this.end.countDown();
		call.get();
		await().untilTrue(none);
	}

	@Test
	void taskRunsAtOnceIfNoCallRuns() {
		AtomicBoolean none = new AtomicBoolean();
		this.calls.whenNone(() -> none.set(true));
		assertThat(none).isTrue();
	}

	private Object untilInterrupted() {
		this.begun.countDown();
		try {
			this.end.await();
			return "ended";
		}
		catch (InterruptedException ex) {
			return "interrupted";
		}
	}

	private boolean isPoolInterrupted() throws InterruptedException, ExecutionException {
		return this.pool.submit(() -> Thread.currentThread().isInterrupted()).get();
	}

	private Future<@Nullable Object> submit(String role, boolean interrupt, LeaderCall.Body body) {
		return this.pool.submit(() -> run(role, interrupt, body));
	}

	private @Nullable Object run(String role, boolean interrupt, LeaderCall.Body body) throws Exception {
		try {
			return call(role, interrupt, body);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private @Nullable Object call(String role, boolean interrupt, LeaderCall.Body body) throws Throwable {
		return this.calls.run(new LeaderCall(this.leaderships.of(role), "run()", interrupt), body, ELSEWHERE);
	}

	private static Leadership leadership(BooleanSupplier leader, @Nullable FencingToken token) {
		return new Leadership() {

			@Override
			public String role() {
				return "a";
			}

			@Override
			public boolean isLeader() {
				return leader.getAsBoolean();
			}

			@Override
			public @Nullable FencingToken token() {
				return token;
			}

			@Override
			public void yield() {
			}

		};
	}

}

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

package io.muster.bootstrap.formation;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.Wait;
import io.muster.bootstrap.decision.WaitReason;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Hands events to a {@link Formation} and applies the effects of each step. The
 * coordinator, the simulation and the tests use this driver, so that the order of
 * effects, which {@link Ready} states, is the same everywhere.
 * <p>
 * What cannot be stored is stored later: with each failure the driver waits longer before
 * it tries again. Meanwhile the node goes on, but a vote that is not stored is not
 * advertised.
 * <p>
 * A disk may also take a call and never answer, as that of a network file system does
 * whose server is gone. Then the node stands still, which is safe, and its reports say
 * so.
 * <p>
 * Events must come from one thread at a time. A report may be asked for from any thread.
 */
public final class FormationDriver {

	private static final long FIRST_RETRY = 1000;

	private static final long LAST_RETRY = 15_000;

	/**
	 * How long storing may take, in milliseconds.
	 */
	private static final long PATIENCE = 1000;

	private final Host host;

	private Formation formation;

	private DurableState stored;

	private Advertisement advertised;

	private @Nullable String storeFailure;

	private volatile @Nullable String storageFailure;

	private volatile @Nullable Long storingSince;

	private long retryInterval;

	private long retryAt;

	/**
	 * Create a driver.
	 * @param formation the first incarnation, not started yet
	 * @param host applies the effects
	 */
	public FormationDriver(Formation formation, Host host) {
		this.formation = formation;
		this.host = host;
		this.stored = formation.durableState();
		this.advertised = formation.advertised();
		this.storageFailure = this.stored.unreadable();
	}

	/**
	 * Take an event and apply its effects. A {@link Started} after the first begins the
	 * next incarnation of the node.
	 * @param event what happened
	 * @param now when, in milliseconds of a monotonic clock
	 * @return the effects, all of which are applied but the tick
	 */
	public Ready accept(BootstrapEvent event, long now) {
		Ready ready = step(event, now);
		ready.commands().forEach(this.host::run);
		return ready;
	}

	private Ready step(BootstrapEvent event, long now) {
		Ready ready = begin(event, now);
		String before = this.storeFailure;
		if (this.storingSince != null) {
			// not synchronized: reports do not wait for the disk
			String failure = this.host.store(ready.durableState());
			stored(ready.durableState(), failure, now);
		}
		advertise(ready.advertised());
		this.storageFailure = this.formation.storageFailure();
		boolean news = !Objects.equals(before, this.storeFailure);
		return (this.storeFailure == null && !news) ? ready : new Ready(ready.durableState(), this.advertised,
				ready.commands(), ready.waitingFor(), news ? now : Math.min(ready.nextTick(), this.retryAt));
	}

	private synchronized Ready begin(BootstrapEvent event, long now) {
		if (event instanceof Started && this.formation.isStarted()) {
			this.formation = this.formation.successor();
			this.formation.stored(this.storeFailure, now);
		}
		Ready ready = this.formation.step(event, now);
		this.storingSince = isToBeStored(ready.durableState(), now) ? now : null;
		return ready;
	}

	/**
	 * Return whether the state is new. After a failure it is stored also if it is not,
	 * because only that shows whether the storage works again. What could not be read
	 * stays in place until there is something to replace it.
	 */
	private boolean isToBeStored(DurableState state, long now) {
		boolean due = (this.storeFailure != null) ? now >= this.retryAt : !state.equals(this.stored);
		return due && state.unreadable() == null;
	}

	private synchronized void stored(DurableState state, @Nullable String failure, long now) {
		this.storeFailure = failure;
		if (failure == null) {
			this.stored = state;
			this.retryInterval = 0;
		}
		else {
			this.retryInterval = Math.min(Math.max(FIRST_RETRY, 2 * this.retryInterval), LAST_RETRY);
			this.retryAt = now + this.retryInterval;
		}
		this.formation.stored(failure, now);
		this.storingSince = null;
	}

	private void advertise(Advertisement latest) {
		Vote vote = latest.vote();
		Advertisement advertisement = (vote == null || vote.equals(this.stored.vote())) ? latest : latest.withoutVote();
		if (!advertisement.equals(this.advertised)) {
			this.host.advertise(advertisement);
			this.advertised = advertisement;
		}
	}

	/**
	 * Return why this node cannot read or store its durable state. Never blocks.
	 * @param now the time, in milliseconds of the clock of the events
	 * @return the reason and the way out, in sentences; {@code null} if it can
	 */
	public @Nullable String storageFailure(long now) {
		Long since = this.storingSince;
		return (since != null && now - since >= PATIENCE) ? unanswered(now - since) : this.storageFailure;
	}

	/**
	 * Return what this node waits for because its storage does not answer. Never blocks.
	 * @param now the time, in milliseconds of the clock of the events
	 * @return what it waits for; {@code null} if for nothing of this kind
	 */
	public @Nullable Wait stalled(long now) {
		Long since = this.storingSince;
		return (since != null && now - since >= PATIENCE) ? storing(now - since) : null;
	}

	/**
	 * Return all that bootstrap knows at this moment. Does not wait for the storage: a
	 * report that shows state which is not stored yet says so.
	 * @param now the time, in milliseconds of the clock of the events
	 * @return the report
	 */
	public synchronized BootstrapReport report(long now) {
		BootstrapReport report = this.formation.report(now);
		Long since = this.storingSince;
		return (since != null) ? report.withStorage(unanswered(now - since)).withWait(storing(now - since)) : report;
	}

	private static String unanswered(long millis) {
		return ("The data directory has not taken the state of this node for %d s: its disk does not answer. Bootstrap "
				+ "stands still until it does. If a network file system is gone there, bring it back, or set "
				+ "muster.bootstrap.data-dir to another directory and start this node again")
			.formatted(millis / 1000);
	}

	private static Wait storing(long millis) {
		return new Wait(WaitReason.STORAGE,
				"its data directory to answer: storing has taken %d s so far".formatted(millis / 1000));
	}

	/**
	 * Applies the effects of steps.
	 */
	public interface Host {

		/**
		 * Store the durable state, so that it outlives a crash from the moment that this
		 * method returns. If that fails, what was stored before stays.
		 * @param state the new durable state
		 * @return {@code null} if it is stored; else why not, and the way out, in
		 * sentences
		 */
		@Nullable String store(DurableState state);

		/**
		 * Answer probes from this advertisement from now on.
		 * @param advertisement the new advertisement
		 */
		void advertise(Advertisement advertisement);

		/**
		 * Run a command, or begin to. Outcomes come back as events, never within this
		 * call.
		 * @param command the command
		 */
		void run(BootstrapCommand command);

	}

}

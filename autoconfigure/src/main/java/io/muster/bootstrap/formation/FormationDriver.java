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

import io.muster.bootstrap.formation.BootstrapEvent.Started;

/**
 * Hands events to a {@link Formation} and applies the effects of each step. The
 * coordinator, the simulation and the tests use this driver, so that the order of
 * effects, which {@link Ready} states, is the same everywhere.
 * <p>
 * Events must come from one thread at a time. A report may be asked for from any thread.
 */
public final class FormationDriver {

	private final Host host;

	private Formation formation;

	private DurableState stored;

	private Advertisement advertised;

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

	/**
	 * Synchronized with reports: a report never shows state that is not stored yet.
	 */
	private synchronized Ready step(BootstrapEvent event, long now) {
		if (event instanceof Started && this.formation.isStarted()) {
			this.formation = this.formation.successor();
		}
		Ready ready = this.formation.step(event, now);
		if (!ready.durableState().equals(this.stored)) {
			this.host.store(ready.durableState());
			this.stored = ready.durableState();
		}
		if (!ready.advertised().equals(this.advertised)) {
			this.host.advertise(ready.advertised());
			this.advertised = ready.advertised();
		}
		return ready;
	}

	/**
	 * Return all that bootstrap knows at this moment.
	 * @param now the time, in milliseconds of the clock of the events
	 * @return the report
	 */
	public synchronized BootstrapReport report(long now) {
		return this.formation.report(now);
	}

	/**
	 * Applies the effects of steps.
	 */
	public interface Host {

		/**
		 * Store the durable state, so that it outlives a crash from the moment that this
		 * method returns.
		 * @param state the new durable state
		 */
		void store(DurableState state);

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

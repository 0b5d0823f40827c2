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

package io.muster.bootstrap;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.BootstrapCommand;
import io.muster.bootstrap.formation.BootstrapCommand.CheckEngine;
import io.muster.bootstrap.formation.BootstrapCommand.Connect;
import io.muster.bootstrap.formation.BootstrapCommand.Found;
import io.muster.bootstrap.formation.BootstrapCommand.GiveUp;
import io.muster.bootstrap.formation.BootstrapCommand.Join;
import io.muster.bootstrap.formation.BootstrapCommand.JoinConfigured;
import io.muster.bootstrap.formation.BootstrapCommand.LookUp;
import io.muster.bootstrap.formation.BootstrapCommand.Probe;
import io.muster.bootstrap.formation.BootstrapCommand.Rejoin;
import io.muster.bootstrap.formation.BootstrapCommand.ReportSplit;
import io.muster.bootstrap.formation.BootstrapCommand.Say;
import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChecked;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.bootstrap.formation.Split;
import io.muster.cluster.ClusterEngine;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

/**
 * Runs the commands of the functional core, and hands their outcomes back as events. Used
 * by the coordinator's one thread.
 */
final class CommandRunner implements AutoCloseable {

	// Messages for operators use the logger of the bean that operators know.
	private static final Log logger = LogFactory.getLog(BootstrapCoordinator.class);

	private final ClusterEngine engine;

	private final LookupTasks lookups;

	private final ContactPointProber prober;

	private final EngineProbe engines;

	private final ApplicationExit exit;

	private final BootstrapListeners listeners;

	private final LongSupplier clock;

	private final Consumer<BootstrapEvent> outcome;

	private volatile @Nullable ContactPoint self;

	private volatile @Nullable Split split;

	CommandRunner(ClusterEngine engine, LookupTasks lookups, ContactPointProber prober, ApplicationExit exit,
			BootstrapListeners listeners, LongSupplier clock, Consumer<BootstrapEvent> outcome) {
		this.engine = engine;
		this.engines = new EngineProbe(engine);
		this.lookups = lookups;
		this.prober = prober;
		this.exit = exit;
		this.listeners = listeners;
		this.clock = clock;
		this.outcome = outcome;
	}

	/**
	 * Begin with an incarnation of this node.
	 * @param self where it answers probes, {@code null} if it has no web server
	 */
	void begin(@Nullable ContactPoint self) {
		answersAt(self);
		this.split = null;
	}

	/**
	 * Note where this node answers probes.
	 * @param self the contact point, {@code null} if it has no web server
	 */
	void answersAt(@Nullable ContactPoint self) {
		this.self = self;
	}

	/**
	 * Run a command. An exception is logged, so that the next command runs all the same.
	 */
	void run(BootstrapCommand command) {
		try {
			carryOut(command);
		}
		catch (RuntimeException ex) {
			logger.error("Bootstrap could not " + command, ex);
		}
	}

	private void carryOut(BootstrapCommand command) {
		if (command instanceof Say say) {
			log(say);
		}
		else if (command instanceof LookUp lookUp) {
			this.lookups.run(lookUp.source());
		}
		else if (command instanceof Probe probe) {
			probe(probe);
		}
		else if (command instanceof Connect connect) {
			this.engine.connect(connect.node());
		}
		else if (command instanceof CheckEngine check) {
			this.engines.check(check, (reach) -> this.outcome.accept(new EngineChecked(check.node(), reach)));
		}
		else if (command instanceof Join join) {
			this.engine.join(join.seedNodes(), join.required());
		}
		else if (command instanceof JoinConfigured join) {
			this.engine.joinSeedNodes(join.seedNodes());
		}
		else if (command instanceof Found found) {
			this.engine.found(found.required());
		}
		else if (command instanceof GiveUp giveUp) {
			this.exit.exit(giveUp.reason());
		}
		else if (command instanceof ReportSplit report) {
			this.split = report.split();
			this.listeners.splitChanged(report.split());
		}
		else if (command instanceof Rejoin rejoin) {
			this.listeners.givesWay(rejoin.seedNodes());
		}
	}

	private void log(Say say) {
		switch (say.level()) {
			case INFO -> logger.info(say.text());
			case WARN -> logger.warn(say.text());
			case ERROR -> logger.error(say.text());
		}
	}

	private void probe(Probe probe) {
		long sentAt = this.clock.getAsLong();
		ContactPoint contactPoint = probe.contactPoint();
		CompletableFuture<ProbeResult> answer;
		try {
			answer = this.prober.probe(contactPoint, probe.announcing() ? this.self : null);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			answer = CompletableFuture.failedFuture(ex);
		}
		// Without a result, a probe of this contact point would be under way for ever.
		answer.whenComplete((result, failure) -> this.outcome
			.accept(new Probed(contactPoint, sentAt, (result != null) ? result : new Failed(Kind.WRONG,
					"could not be probed: " + ((failure != null) ? failure : "the prober gave no result")))));
	}

	/**
	 * Return the second cluster that was reported last, {@code null} if there is none.
	 */
	@Nullable Split split() {
		return this.split;
	}

	@Override
	public void close() {
		this.engines.close();
	}

}

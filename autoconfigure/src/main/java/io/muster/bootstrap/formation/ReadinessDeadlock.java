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

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.Wait;
import io.muster.bootstrap.decision.WaitReason;

/**
 * Explains why nodes may wait for each other without end: discovery lists only nodes that
 * are ready, and they are ready only once they are members. The settings say whether it
 * can happen. It has happened if discovery does not list this node either.
 */
final class ReadinessDeadlock {

	/**
	 * How long there is no explanation, in milliseconds. Discovery may be late, and a
	 * node that finds a cluster joins it.
	 */
	private static final long PATIENCE_MILLIS = 5_000;

	/**
	 * How long there is no warning, in milliseconds: entries of DNS and Eureka may be
	 * half a minute old.
	 */
	private static final long WARNING_MILLIS = 35_000;

	private final @Nullable String explanation;

	private final int required;

	private final Effects effects;

	private @Nullable Long since;

	private boolean warned;

	ReadinessDeadlock(BootstrapSettings settings, Effects effects) {
		this.explanation = settings.readinessDeadlock();
		this.required = settings.requiredContactPointNr();
		this.effects = effects;
	}

	/**
	 * Add the explanation to what this node waits for, and warn once if that lasts.
	 * @param wait what it waits for
	 * @param information all that is known
	 * @return what it waits for, and why that may never happen
	 */
	Wait explain(Wait wait, SeedNodesInformation information) {
		if (this.since == null) {
			this.since = information.now();
		}
		long elapsed = information.now() - this.since;
		if (this.explanation == null || elapsed < PATIENCE_MILLIS || information.confirmedNodes() >= this.required
				|| !information.selfContactPoints().isEmpty()) {
			return wait;
		}
		if (!this.warned && elapsed >= WARNING_MILLIS) {
			this.warned = true;
			this.effects.warn(information.now(),
					"Nodes may wait for each other for ever: discovery does not list this node, and "
							+ this.explanation);
		}
		return new Wait(WaitReason.READINESS_DEADLOCK,
				"%s; discovery does not list this node: %s".formatted(wait.cause(), this.explanation));
	}

}

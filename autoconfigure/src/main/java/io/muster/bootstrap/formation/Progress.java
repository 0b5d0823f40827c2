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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How far bootstrap is: its phase, what it waits for, and for how long it has been at
 * work. Part of the functional core.
 */
final class Progress {

	private BootstrapPhase phase = BootstrapPhase.NOT_STARTED;

	private @Nullable String waitingFor;

	private long startedAt;

	private @Nullable Long memberAt;

	Progress(DurableState memory) {
		this.waitingFor = memory.left()
				? "to be told to join, because this node was told to leave before it was started "
						+ "again (muster.bootstrap.rejoin-after-leave)"
				: "BootstrapCoordinator.start(), because muster.bootstrap.auto-startup is off";
	}

	void begin(long now) {
		this.startedAt = now;
		become(BootstrapPhase.PROBING);
	}

	/**
	 * Enter a phase in which this node waits for nothing that it could name.
	 */
	void become(BootstrapPhase phase) {
		become(phase, null);
	}

	void become(BootstrapPhase phase, @Nullable String waitingFor) {
		this.phase = phase;
		this.waitingFor = waitingFor;
	}

	void becomeMember(long now) {
		this.memberAt = now;
		become(BootstrapPhase.MEMBER);
	}

	/**
	 * Note what this node waits for.
	 * @return whether that is something else than before
	 */
	boolean waitFor(String what) {
		boolean changed = !what.equals(this.waitingFor);
		this.waitingFor = what;
		return changed;
	}

	boolean is(BootstrapPhase phase) {
		return this.phase == phase;
	}

	/**
	 * Return whether the engine was told to join or to found.
	 */
	boolean isEntering() {
		return is(BootstrapPhase.JOINING) || is(BootstrapPhase.FOUNDING);
	}

	/**
	 * Return whether this node may still be told through whom to join.
	 */
	boolean isOutside() {
		return is(BootstrapPhase.PROBING) || is(BootstrapPhase.JOINING) || is(BootstrapPhase.BYPASSED);
	}

	BootstrapPhase phase() {
		return this.phase;
	}

	/**
	 * Return what this node waits for, in words; {@code null} if for nothing.
	 */
	@Nullable String waitingFor() {
		return this.waitingFor;
	}

	/**
	 * Return for how long bootstrap has been at work, or was until this node became a
	 * member.
	 */
	Duration duration(long now) {
		return Duration.ofMillis(((this.memberAt != null) ? this.memberAt : now) - this.startedAt);
	}

}

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.BootstrapCommand.Level;
import io.muster.bootstrap.formation.BootstrapCommand.Say;

/**
 * The commands of {@link Formation} in their order, and its latest messages.
 */
final class Effects {

	/**
	 * Messages in the report. The formation of a cluster takes about ten: 50 cover it,
	 * some failed joins included, and still fit on a screen or two.
	 */
	private static final int HISTORY = 50;

	private final List<BootstrapCommand> commands = new ArrayList<>();

	private final Deque<BootstrapReport.Entry> history = new ArrayDeque<>();

	private @Nullable Long startedAt;

	private BootstrapPhase phase = BootstrapPhase.NOT_STARTED;

	/**
	 * Count the times of the history from now. Later calls have no effect, so that one
	 * history covers all incarnations.
	 */
	void begin(long now) {
		if (this.startedAt == null) {
			this.startedAt = now;
		}
	}

	/**
	 * Note the phase that messages belong to from now on.
	 */
	void enter(BootstrapPhase phase) {
		this.phase = phase;
	}

	void add(BootstrapCommand command) {
		this.commands.add(command);
	}

	void info(long now, String text) {
		say(Level.INFO, now, text);
	}

	void warn(long now, String text) {
		say(Level.WARN, now, text);
	}

	void say(Level level, long now, String text) {
		if (this.history.size() == HISTORY) {
			this.history.removeFirst();
		}
		this.history.addLast(new BootstrapReport.Entry(
				Duration.ofMillis((this.startedAt != null) ? now - this.startedAt : 0), this.phase, text));
		this.commands.add(new Say(level, text));
	}

	/**
	 * Take all commands.
	 */
	List<BootstrapCommand> drain() {
		List<BootstrapCommand> drained = List.copyOf(this.commands);
		this.commands.clear();
		return drained;
	}

	List<BootstrapReport.Entry> history() {
		return List.copyOf(this.history);
	}

}

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
import io.muster.cluster.LineLimit;

/**
 * The commands of {@link Formation} in their order, and its latest messages. What others
 * can have it say again and again, it says a few times a minute.
 */
final class Effects {

	/**
	 * Messages in the report. The formation of a cluster takes about ten: 50 cover it,
	 * some failed joins included, and still fit on a screen or two.
	 */
	private static final int HISTORY = 50;

	/**
	 * Lines of a kind in a minute, of which a formation that takes long needs a few.
	 */
	private static final int LINES = 20;

	private long now;

	/**
	 * Of lines that begin with a contact point, and of others: strangers can make up
	 * contact points, and must not hide what this node says of itself.
	 */
	private final LineLimit linesOfOthers = limit();

	private final LineLimit lines = limit();

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
		this.now = now;
		int end = text.indexOf(' ');
		String kind = (end < 0) ? text : text.substring(0, end);
		LineLimit limit = kind.contains("://") ? this.linesOfOthers : this.lines;
		limit.admit(kind).ifPresent((left) -> keep(level, now, text + LineLimit.more(left)));
	}

	private LineLimit limit() {
		return new LineLimit(LINES, Duration.ofMinutes(1), () -> this.now * 1_000_000);
	}

	private void keep(Level level, long now, String text) {
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

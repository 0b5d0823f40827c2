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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest things that were found out and decided.
 */
final class History {

	private static final int SIZE = 50;

	private final Deque<BootstrapReport.Entry> entries = new ArrayDeque<>();

	void add(long afterMillis, String text) {
		if (this.entries.size() == SIZE) {
			this.entries.removeFirst();
		}
		this.entries.addLast(new BootstrapReport.Entry(Duration.ofMillis(afterMillis), text));
	}

	List<BootstrapReport.Entry> entries() {
		return List.copyOf(this.entries);
	}

}

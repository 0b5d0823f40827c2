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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;

/**
 * The lookups of all sources of contact points, each with a unique name.
 */
final class LookupTasks implements AutoCloseable {

	private final Map<String, LookupTask> tasks = new LinkedHashMap<>();

	LookupTasks(List<ContactPointSource> sources, Duration resolveTimeout, ScheduledExecutorService timer,
			Consumer<BootstrapEvent> outcome) {
		for (ContactPointSource source : sources) {
			String name = uniqueName(source.description());
			this.tasks.put(name, new LookupTask(source, name, resolveTimeout, timer, outcome));
		}
	}

	private String uniqueName(String description) {
		String name = description;
		for (int i = 2; this.tasks.containsKey(name); i++) {
			name = description + " #" + i;
		}
		return name;
	}

	/**
	 * Return the names of the sources.
	 */
	List<String> names() {
		return List.copyOf(this.tasks.keySet());
	}

	/**
	 * Look up a source.
	 * @param name its name
	 */
	void run(String name) {
		Objects.requireNonNull(this.tasks.get(name)).run();
	}

	/**
	 * Look up each source once, for the sake of speed only.
	 * @param found takes what each of them found
	 */
	void warmUp(Consumer<Set<ContactPoint>> found) {
		this.tasks.values().forEach((task) -> task.warmUp(found));
	}

	@Override
	public void close() {
		this.tasks.values().forEach(LookupTask::close);
	}

}

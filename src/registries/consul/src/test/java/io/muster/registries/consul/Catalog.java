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

package io.muster.registries.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;

/**
 * The registered services, and Consul's index, which grows with each change.
 */
final class Catalog {

	private final Map<String, JsonNode> services = new LinkedHashMap<>();

	private long index = 1;

	synchronized void register(JsonNode service) {
		this.services.put(service.path("ID").asString(), service);
		changed();
	}

	/**
	 * Remove a service.
	 * @return whether it was registered
	 */
	synchronized boolean deregister(String id) {
		boolean known = this.services.remove(id) != null;
		changed();
		return known;
	}

	private void changed() {
		this.index++;
		notifyAll();
	}

	/**
	 * Wait until the index differs from the one that the client knows, as in a blocking
	 * query of Consul.
	 * @param known the index that the client knows
	 * @param wait how long to wait at most
	 * @return the index
	 */
	synchronized long await(long known, Duration wait) throws InterruptedException {
		long end = System.nanoTime() + wait.toNanos();
		for (long left = wait.toNanos(); this.index == known && left > 0; left = end - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return this.index;
	}

	/**
	 * Return the names of all services, with the tags of their instances.
	 */
	synchronized Map<String, List<String>> names() {
		Map<String, List<String>> names = new TreeMap<>(Map.of("consul", List.of()));
		this.services.values().forEach((service) -> {
			List<String> tags = names.computeIfAbsent(service.path("Name").asString(), (name) -> new ArrayList<>());
			service.path("Tags").valueStream().map(JsonNode::asString).forEach(tags::add);
		});
		return names;
	}

	/**
	 * Return the instances of a service, as they were registered.
	 */
	synchronized List<JsonNode> instances(String name) {
		return this.services.values()
			.stream()
			.filter((service) -> service.path("Name").asString().equals(name))
			.toList();
	}

}

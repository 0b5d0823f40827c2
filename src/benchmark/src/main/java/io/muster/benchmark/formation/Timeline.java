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

package io.muster.benchmark.formation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What happened between the last node's begin and the moment since which every node shows
 * every member up.
 *
 * @param stages how many milliseconds each stage took; a stage of which no node wrote, or
 * that was over before, took none, and its time counts to the next
 * @param startMillis how many milliseconds before that moment the first of the processes
 * was started that are new
 * @param processorMillis how many milliseconds processors worked for all nodes since then
 */
record Timeline(Map<Stage, Long> stages, long startMillis, long processorMillis) {

	static Timeline of(long start, List<NodeLog> logs, long processorMillis) {
		long begin = last(logs, Milestone.BEGINS).orElseThrow();
		Map<Stage, OptionalLong> ends = new EnumMap<>(Stage.class);
		ends.put(Stage.AGREEMENT, last(logs, Milestone.FOUNDS));
		ends.put(Stage.FOUNDING,
				logs.stream()
					.filter((log) -> log.at(Milestone.FOUNDS).isPresent())
					.mapToLong(NodeLog::firstUp)
					.findFirst());
		ends.put(Stage.NEWS, last(logs, Milestone.JOINS));
		ends.put(Stage.WELCOME, last(logs, Milestone.MEMBER));
		ends.put(Stage.PROMOTION, logs.stream().mapToLong(NodeLog::lastUp).min());
		ends.put(Stage.GOSSIP, logs.stream().mapToLong(NodeLog::lastUp).max());
		Map<Stage, Long> stages = new EnumMap<>(Stage.class);
		long now = begin;
		for (Map.Entry<Stage, OptionalLong> entry : ends.entrySet()) {
			long end = Math.max(now, entry.getValue().orElse(now));
			stages.put(entry.getKey(), end - now);
			now = end;
		}
		return new Timeline(stages, now - start, processorMillis);
	}

	private static OptionalLong last(List<NodeLog> logs, Milestone milestone) {
		return logs.stream().map((log) -> log.at(milestone)).flatMapToLong(OptionalLong::stream).max();
	}

	/**
	 * Return how long all took, in seconds.
	 */
	double seconds() {
		return this.stages.values().stream().mapToLong(Long::longValue).sum() / 1e3;
	}

	/**
	 * Return how long it took from the start of the processes, in seconds.
	 */
	double secondsFromStart() {
		return this.startMillis / 1e3;
	}

	/**
	 * Return for how long processors worked, in seconds.
	 */
	double processorSeconds() {
		return this.processorMillis / 1e3;
	}

}

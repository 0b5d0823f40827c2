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

package io.muster.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import io.muster.consensus.ConsensusLedger.ConsensusViolation;
import io.muster.consensus.ConsensusSimulation.Probe;

/**
 * What came of many worlds. They are independent of each other and run in parallel.
 *
 * @param worlds what came of each
 */
record ConsensusBatch(List<World> worlds) {

	static ConsensusBatch run(long first, long number, Consumer<ConsensusPlan> change) {
		return new ConsensusBatch(LongStream.range(first, first + number).parallel().mapToObj((seed) -> {
			ConsensusPlan plan = ConsensusPlan.of(seed);
			change.accept(plan);
			return World.of(plan);
		}).toList());
	}

	List<String> failures() {
		return this.worlds.stream()
			.filter((world) -> world.failure() != null)
			.map((world) -> world.seed() + ": " + world.failure())
			.toList();
	}

	@Override
	public String toString() {
		long led = sum(World::led);
		long leaderless = sum(World::leaderless);
		Map<Probe, List<Long>> probes = new TreeMap<>();
		this.worlds.stream()
			.filter((world) -> world.failure() == null && world.probe() != null)
			.forEach((world) -> probes.computeIfAbsent(world.probe(), (key) -> new ArrayList<>())
				.add(world.probed() / ConsensusSimulation.MILLIS));
		StringBuilder result = new StringBuilder();
		result.append(
				"%d worlds, %d failed, %.0f simulated hours, %d acts, %d grants, %d elections, %d foundings (%d carry a log over, %d of them all of it for sure), %d restarts of all, leaderless %.1f %%"
					.formatted(this.worlds.size(), failures().size(), sum(World::time) / 3.6e12, sum(World::acts),
							sum(World::grants), sum(World::elections), sum(World::foundings), sum(World::carriedOver),
							sum(World::complete), sum(World::restarts),
							100.0 * leaderless / Math.max(1, led + leaderless)));
		result.append(times("all members once calm", this.worlds.stream().mapToLong(World::joinedAfter)));
		result.append(times("agreement from then", this.worlds.stream().mapToLong(World::settledAfter)));
		probes.forEach((probe, times) -> result
			.append(times("another after " + probe, times.stream().mapToLong((time) -> time * 1_000_000))));
		return result.toString();
	}

	private long sum(ToLongFunction<World> what) {
		return this.worlds.stream().mapToLong(what).sum();
	}

	private static String times(String name, LongStream nanos) {
		long[] sorted = nanos.map((time) -> time / ConsensusSimulation.MILLIS).sorted().toArray();
		return (sorted.length == 0) ? ""
				: "%n%s: %d ms (median), %d ms (99 %%), %d ms (most), of %d".formatted(name, sorted[sorted.length / 2],
						sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1], sorted.length);
	}

	/**
	 * What came of a world. Times are nanoseconds.
	 *
	 * @param seed its seed
	 * @param failure what should not have been, {@code null} if nothing
	 * @param time how long it was
	 * @param acts how often a server was seen acting
	 * @param grants how many leaderships were granted
	 * @param elections how many Raft leaders were elected
	 * @param foundings how many groups were founded
	 * @param carriedOver how many of them began with the log of an earlier one
	 * @param complete how many of these with all that was agreed, for sure
	 * @param restarts how often all servers were started again
	 * @param led how long one server acted for the role of all
	 * @param leaderless how long none did although there was one
	 * @param joinedAfter how long it took once calm until all were members
	 * @param settledAfter how long it took from then until all agreed
	 * @param probe what was done at the end
	 * @param probed how long it took until another took over
	 */
	record World(long seed, @Nullable String failure, long time, long acts, long grants, long elections, long foundings,
			long carriedOver, long complete, long restarts, long led, long leaderless, long joinedAfter,
			long settledAfter, @Nullable Probe probe, long probed) {

		static World of(ConsensusPlan plan) {
			ConsensusSimulation world = new ConsensusSimulation(plan, null);
			String failure = null;
			try {
				world.run();
			}
			catch (RuntimeException ex) {
				failure = "at %.3f s: %s".formatted(world.now / 1e9, (ex instanceof ConsensusViolation)
						? ex.getMessage() : ex + " " + Arrays.asList(ex.getStackTrace()).subList(0, 6));
			}
			ConsensusLedger ledger = world.ledger;
			return new World(plan.seed, failure, world.now, ledger.acts, ledger.grants, ledger.elections(),
					ledger.foundings(), ledger.carriedOver, ledger.complete(), world.restarts, world.led,
					world.leaderless, world.joinedAfter, world.settledAfter, world.probe, world.probed);
		}

	}

}

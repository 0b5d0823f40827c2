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

package io.muster.sample.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.muster.sample.it.Schedule.Action;
import io.muster.sample.it.Schedule.Step;

/**
 * Generates a schedule from a seed. The same seed gives the same schedule. Either all
 * nodes or a majority of them are required. With a majority, the contact point of a
 * running node never refuses connections. That would show the others that there is no
 * node, and if enough of them were started again, they would found a second cluster. Half
 * of the schedules begin with a cluster.
 */
final class ScheduleGenerator {

	private static final int MIN_NODES = 3;

	private static final int MAX_NODES = 5;

	private static final int STEPS_PER_NODE = 2;

	private static final long LATEST_START = 2500;

	private static final long END = 7000;

	private static final Set<Action> WHEN_DOWN = EnumSet.of(Action.START);

	private static final Set<Action> WHEN_SUSPENDED = EnumSet.of(Action.RESUME, Action.KILL);

	private static final Set<Action> WHEN_RUNNING = EnumSet.of(Action.KILL, Action.TERMINATE, Action.SUSPEND,
			Action.REFUSE, Action.SILENCE);

	private static final Set<Action> WHEN_CUT_OFF = EnumSet.of(Action.FORWARD, Action.KILL, Action.SUSPEND);

	private final SplittableRandom random;

	private final Set<Action> allowed;

	private ScheduleGenerator(long seed, Set<Action> allowed) {
		this.random = new SplittableRandom(seed);
		this.allowed = EnumSet.copyOf(allowed);
	}

	/**
	 * Generate a schedule.
	 * @param seed the seed
	 * @param allowed the actions that may follow the first start of each node
	 * @return the schedule
	 */
	static Schedule generate(long seed, Action... allowed) {
		return new ScheduleGenerator(seed, EnumSet.copyOf(Arrays.asList(allowed))).generate(seed);
	}

	private Schedule generate(long seed) {
		int nodes = this.random.nextInt(MIN_NODES, MAX_NODES + 1);
		int required = (seed % 3 == 0) ? nodes : nodes / 2 + 1;
		if (required < nodes) {
			this.allowed.remove(Action.REFUSE);
		}
		List<Step> starts = IntStream.range(0, nodes)
			.mapToObj((node) -> new Step(Duration.ofMillis(this.random.nextLong(LATEST_START)), Action.START, node,
					List.of()))
			.sorted(Comparator.comparing(Step::at))
			.toList();
		List<Set<Action>> possible = new ArrayList<>(Collections.nCopies(nodes, WHEN_RUNNING));
		List<Step> steps = new ArrayList<>();
		times(nodes * STEPS_PER_NODE).forEach((at) -> {
			int node = this.random.nextInt(nodes);
			Action action = choose(possible.get(node));
			possible.set(node, possibleAfter(action));
			steps.add(new Step(at, action, node, observers(action, node, nodes)));
		});
		return new Schedule(seed, nodes, required, starts, seed % 2 == 0, List.copyOf(steps));
	}

	/**
	 * Return a time. More of them are in the beginning, while a cluster forms.
	 */
	private List<Duration> times(int count) {
		return this.random.doubles(count)
			.sorted()
			.mapToObj((random) -> Duration.ofMillis((long) (random * random * END)))
			.toList();
	}

	private Action choose(Set<Action> possible) {
		List<Action> choice = possible.stream().filter(this.allowed::contains).toList();
		return choice.get(this.random.nextInt(choice.size()));
	}

	private static Set<Action> possibleAfter(Action action) {
		return switch (action) {
			case KILL, TERMINATE -> WHEN_DOWN;
			case SUSPEND -> WHEN_SUSPENDED;
			case REFUSE, SILENCE -> WHEN_CUT_OFF;
			default -> WHEN_RUNNING;
		};
	}

	private List<Integer> observers(Action action, int node, int nodes) {
		if (!EnumSet.of(Action.REFUSE, Action.SILENCE, Action.FORWARD).contains(action)) {
			return List.of();
		}
		List<Integer> others = IntStream.range(0, nodes).filter((other) -> other != node).boxed().toList();
		return (action == Action.FORWARD || this.random.nextBoolean()) ? others
				: List.of(others.get(this.random.nextInt(others.size())));
	}

}

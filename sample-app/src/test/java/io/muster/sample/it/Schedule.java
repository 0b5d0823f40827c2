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
import java.util.List;
import java.util.stream.Collectors;

/**
 * Actions on nodes, with their times.
 *
 * @param seed the seed from which it was generated
 * @param nodes number of nodes
 * @param required number of nodes that are required to found
 * @param starts the first start of each node, in order
 * @param formed whether the steps begin after all nodes have formed one cluster. If not,
 * they begin when the first node looks for others
 * @param steps the actions after that, in order
 */
record Schedule(long seed, int nodes, int required, List<Step> starts, boolean formed, List<Step> steps) {

	@Override
	public String toString() {
		return """
				Seed %d: %d nodes, %d required
				%s
				and from when %s:
				%s
				""".formatted(this.seed, this.nodes, this.required, lines(this.starts),
				this.formed ? "they are one cluster" : "the first of them looks for others", lines(this.steps));
	}

	private static String lines(List<Step> steps) {
		return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
	}

	/**
	 * An action on a node, or on the paths to its contact point.
	 *
	 * @param at time from the begin of the steps
	 * @param action the action
	 * @param node index of the node, from 0
	 * @param observers indexes of the nodes whose path to it changes
	 */
	record Step(Duration at, Action action, int node, List<Integer> observers) {

		@Override
		public String toString() {
			String step = "%6d ms %s node-%d".formatted(this.at.toMillis(), this.action, this.node + 1);
			return this.observers.isEmpty() ? step
					: step + this.observers.stream()
						.map((observer) -> "node-" + (observer + 1))
						.collect(Collectors.joining(", ", " to ", ""));
		}

	}

	/**
	 * Actions.
	 */
	enum Action {

		/**
		 * The node is started, or started again.
		 */
		START,

		/**
		 * The node is killed, by SIGKILL.
		 */
		KILL,

		/**
		 * The node is asked to end, by SIGTERM.
		 */
		TERMINATE,

		/**
		 * The node is suspended, by SIGSTOP.
		 */
		SUSPEND,

		/**
		 * The node resumes, by SIGCONT.
		 */
		RESUME,

		/**
		 * Its contact point refuses connections.
		 */
		REFUSE,

		/**
		 * Its contact point accepts connections and never answers.
		 */
		SILENCE,

		/**
		 * Its contact point answers again.
		 */
		FORWARD

	}

}

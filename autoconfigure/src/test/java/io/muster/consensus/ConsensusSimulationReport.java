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

/**
 * Prints the figures of the simulation of the consensus.
 */
public final class ConsensusSimulationReport {

	private ConsensusSimulationReport() {
	}

	/**
	 * Print.
	 * @param args the number of worlds and the seed of the first, 10000 and 1 unless set;
	 * with a third argument the history of the first world is printed instead
	 */
	public static void main(String[] args) {
		long worlds = (args.length > 0) ? Long.parseLong(args[0]) : 10_000;
		long first = (args.length > 1) ? Long.parseLong(args[1]) : 1;
		if (args.length > 2) {
			new ConsensusSimulation(ConsensusPlan.of(first), System.out::println).run();
			return;
		}
		ConsensusBatch batch = ConsensusBatch.run(first, worlds, (plan) -> {
		});
		System.out.println(batch);
		batch.failures().forEach((failure) -> System.out.println("FAILED " + failure));
	}

}

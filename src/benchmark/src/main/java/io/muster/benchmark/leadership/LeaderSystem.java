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

package io.muster.benchmark.leadership;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.muster.benchmark.measure.MeasuredProcess;

/**
 * A system by which one of several processes leads.
 */
interface LeaderSystem {

	/**
	 * The session timeout of all systems. Muster's cannot be changed.
	 */
	Duration SESSION = Duration.ofSeconds(5);

	/**
	 * The address of all servers.
	 */
	String HOST = "127.0.0.1";

	String label();

	/**
	 * Return how the system is set up, in words.
	 */
	String settings();

	/**
	 * Return what has to be installed.
	 * @return the name of a package of Debian and Ubuntu, empty if nothing is missing
	 */
	default Optional<String> missing() {
		return Optional.empty();
	}

	/**
	 * Return the archive of a process that stands for leader.
	 */
	String archive();

	/**
	 * Start the servers that the processes need, with free ports and no data of before,
	 * and wait until they work.
	 * @return their processes, to be stopped by the caller; none if there are no servers
	 */
	List<MeasuredProcess> startServers();

	/**
	 * Start a process that stands for leader.
	 * @param place which of several processes, the first is 0. One that takes the place
	 * of another that has ended listens where that has listened.
	 * @param name what to call it
	 * @return the process
	 */
	MeasuredProcess start(int place, String name);

	/**
	 * Return whether processes are ready for the end of any one of them.
	 * @param candidates the processes
	 */
	default boolean isSettled(List<Candidate> candidates) {
		return candidates.stream().allMatch((candidate) -> candidate.record().isStanding());
	}

}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import io.muster.benchmark.measure.Jcmd;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.benchmark.measure.ProcessStatus;
import io.muster.benchmark.measure.ThreadTimes;

/**
 * The servers of a system, and three processes that stand for leader, in one round. None
 * outlives it.
 */
final class Turn implements AutoCloseable {

	/**
	 * How many processes stand for leader.
	 */
	static final int CANDIDATES = 3;

	/**
	 * How often to look at what the processes have written, which costs them nothing.
	 */
	private static final Duration LOOKING = Duration.ofMillis(50);

	/**
	 * Rest for caches, connections and compilers.
	 */
	private static final Duration SETTLING = Duration.ofSeconds(2);

	private static final double MEGABYTE = 1024;

	private final LeaderSystem system;

	private final List<MeasuredProcess> servers;

	/**
	 * All that were started, also those that have ended.
	 */
	private final List<Candidate> started = new ArrayList<>();

	private final List<Candidate> alive = new ArrayList<>();

	Turn(LeaderSystem system) {
		this.system = system;
		this.servers = system.startServers();
	}

	/**
	 * Start the processes, and wait until one leads and each can end.
	 * @return the processes
	 */
	List<Candidate> begin() {
		IntStream.range(0, CANDIDATES).forEach(this::start);
		awaitSettled();
		return List.copyOf(this.alive);
	}

	private void start(int place) {
		Candidate candidate = new Candidate(place, System.currentTimeMillis(),
				this.system.start(place, "%s, process %d".formatted(this.system.label(), this.started.size() + 1)));
		this.started.add(candidate);
		this.alive.add(candidate);
	}

	private void awaitSettled() {
		await("one leads, all stand", () -> this.system.isSettled(this.alive) && leader().isPresent());
		rest(SETTLING);
	}

	/**
	 * Stop the leader in order.
	 * @return what happened
	 */
	Succession terminate() {
		Candidate leader = awaitLeader();
		this.alive.remove(leader);
		long signal = System.nanoTime();
		leader.process().terminate();
		long begin = awaitLeader(this.alive, signal);
		leader.process().awaitExit();
		return succession(signal, begin, leader, this.alive);
	}

	/**
	 * Start a process in the place of the one that has ended.
	 */
	void replace() {
		start(vacant());
		awaitSettled();
	}

	private int vacant() {
		return IntStream.range(0, CANDIDATES)
			.filter((place) -> this.alive.stream().noneMatch((candidate) -> candidate.place() == place))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Suspend the leader until another leads.
	 * @return what happened, until some seconds later
	 */
	Succession suspend() {
		Candidate leader = awaitLeader();
		List<Candidate> others = this.alive.stream().filter((candidate) -> candidate != leader).toList();
		long signal = System.nanoTime();
		long begin;
		leader.process().suspend();
		try {
			begin = awaitLeader(others, signal);
		}
		finally {
			leader.process().resume();
		}
		await("the process that was suspended does not lead", () -> leader.record().begin().isEmpty());
		rest(SETTLING);
		return succession(signal, begin, leader, others);
	}

	/**
	 * Kill the leader.
	 * @return what happened
	 */
	Succession kill() {
		Candidate leader = awaitLeader();
		this.alive.remove(leader);
		long signal = System.nanoTime();
		leader.process().kill();
		return succession(signal, awaitLeader(this.alive, signal), leader, this.alive);
	}

	private static Succession succession(long signal, long begin, Candidate leader, List<Candidate> others) {
		return Succession.of(signal, begin, System.nanoTime(), leader.record(),
				others.stream().map(Candidate::record).toList());
	}

	/**
	 * Leave all alone for some time.
	 * @param duration how long
	 * @return what they needed
	 */
	Idle idle(Duration duration) {
		List<MeasuredProcess> processes = this.alive.stream().map(Candidate::process).toList();
		ThreadTimes before = times(processes);
		ThreadTimes serversBefore = times(this.servers);
		long begin = System.nanoTime();
		rest(duration);
		double percent = (System.nanoTime() - begin) / 100.0;
		double cpu = times(processes).since(before) / percent / processes.size();
		double serversCpu = times(this.servers).since(serversBefore) / percent;
		processes.forEach((process) -> new Jcmd(process.pid()).collectGarbage());
		List<ProcessStatus> statuses = processes.stream().map((process) -> ProcessStatus.of(process.pid())).toList();
		return new Idle(cpu, serversCpu,
				statuses.stream().mapToDouble(ProcessStatus::rss).average().orElseThrow() / MEGABYTE,
				this.servers.stream()
					.flatMap((server) -> server.pids().stream())
					.mapToDouble((pid) -> ProcessStatus.of(pid).pss())
					.sum() / MEGABYTE,
				statuses.stream().mapToDouble(ProcessStatus::threads).average().orElseThrow());
	}

	private static ThreadTimes times(List<MeasuredProcess> processes) {
		return ThreadTimes.of(processes.stream().flatMap((process) -> process.pids().stream()).toList());
	}

	private Optional<Candidate> leader() {
		return this.alive.stream().filter((candidate) -> candidate.record().begin().isPresent()).findFirst();
	}

	private Candidate awaitLeader() {
		return this.alive.get(0).process().await("one leads", LOOKING, this::leader, Optional::isPresent).orElseThrow();
	}

	/**
	 * Wait until one of some processes leads.
	 * @param candidates the processes
	 * @param since when none of them led
	 * @return when it began
	 */
	private long awaitLeader(List<Candidate> candidates, long since) {
		return candidates.get(0)
			.process()
			.await("another leads", LOOKING,
					() -> candidates.stream()
						.flatMapToLong((candidate) -> candidate.record().begin().stream())
						.filter((begin) -> begin >= since)
						.min(),
					OptionalLong::isPresent)
			.orElseThrow();
	}

	private void await(String what, Callable<Boolean> condition) {
		this.alive.get(0).process().await(what, LOOKING, condition, Boolean::booleanValue);
	}

	/**
	 * Leave all alone for some time.
	 * @param duration how long
	 */
	void rest(Duration duration) {
		this.alive.get(0).process().rest(duration);
	}

	/**
	 * Stop the processes at once, then the servers in order.
	 */
	@Override
	public void close() {
		MeasuredProcess.kill(this.started.stream().map(Candidate::process).toList());
		this.servers.forEach(MeasuredProcess::close);
	}

}

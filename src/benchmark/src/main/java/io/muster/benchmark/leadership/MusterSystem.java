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

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.processes.Ports;

/**
 * Muster: each process is a server of one cluster, at an address of its own.
 */
final class MusterSystem implements LeaderSystem {

	private static final String NAME = "benchmark";

	private static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

	private static final String LINE = "^(\\d\\S+T\\S+) .* : ";

	private static final Pattern UP = Pattern.compile(LINE + "Cluster '.*': (\\S+) is up; ");

	private static final Pattern VOTERS = Pattern.compile(LINE + "Consensus: .*the voters are \\[(.*)\\]$");

	private final Launcher launcher;

	private final String leaderChange;

	private int port;

	private int enginePort;

	/**
	 * Create a system.
	 * @param launcher starts processes
	 * @param leaderChange how the leader is chosen: {@code consensus} or {@code safe}
	 */
	MusterSystem(Launcher launcher, String leaderChange) {
		this.launcher = launcher;
		this.leaderChange = leaderChange;
	}

	@Override
	public String label() {
		return usesConsensus() ? "Muster" : "Muster, " + this.leaderChange;
	}

	@Override
	public String settings() {
		return "Muster: muster.cluster.leader-change=%s, all else by default; no servers".formatted(this.leaderChange);
	}

	private boolean usesConsensus() {
		return this.leaderChange.equals("consensus");
	}

	@Override
	public String archive() {
		return "src/leadership-peers/muster/target/muster-leadership-muster.jar";
	}

	@Override
	public List<MeasuredProcess> startServers() {
		this.port = Ports.find();
		this.enginePort = Ports.find();
		return List.of();
	}

	@Override
	public MeasuredProcess start(int place, String name) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + NAME,
				"--spring.main.banner-mode=off", "--logging.pattern.dateformat=" + TIME,
				"--server.address=" + host(place), "--server.port=" + this.port, "--muster.cluster.host=" + host(place),
				"--muster.cluster.port=" + this.enginePort, "--muster.cluster.leader-change=" + this.leaderChange,
				"--muster.bootstrap.contact-point-discovery.required-contact-point-nr=" + Turn.CANDIDATES));
		for (int i = 0; i < Turn.CANDIDATES; i++) {
			arguments.add("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=http://%s:%d".formatted(NAME, i,
					host(i), this.port));
		}
		return this.launcher.start(name, archive(), List.of(), arguments);
	}

	private static String host(int place) {
		return "127.0.0." + (place + 1);
	}

	/**
	 * Return whether all processes are up and, with consensus, are the voters.
	 */
	@Override
	public boolean isSettled(List<Candidate> candidates) {
		return LeaderSystem.super.isSettled(candidates) && allUp(candidates).isPresent()
				&& (!usesConsensus() || allVote(candidates).isPresent());
	}

	/**
	 * Return how long after all showed all up all of them were voters.
	 * @param candidates the processes, which have not been anything else before
	 * @return the seconds; empty if that is not so, or is not elected by consensus
	 */
	OptionalDouble secondsToVoters(List<Candidate> candidates) {
		OptionalLong up = allUp(candidates);
		OptionalLong voters = allVote(candidates);
		return (up.isPresent() && voters.isPresent()) ? OptionalDouble.of((voters.getAsLong() - up.getAsLong()) / 1e3)
				: OptionalDouble.empty();
	}

	/**
	 * Return when the last process showed the last other up, in milliseconds.
	 */
	private static OptionalLong allUp(List<Candidate> candidates) {
		LongStream last = candidates.stream().mapToLong((candidate) -> {
			List<MatchResult> lines = results(UP, candidate).toList();
			long members = lines.stream().map((line) -> line.group(2)).distinct().count();
			return (members == candidates.size()) ? lines.stream().mapToLong(MusterSystem::millis).max().orElseThrow()
					: Long.MAX_VALUE;
		});
		return last.max().stream().filter((millis) -> millis < Long.MAX_VALUE).findFirst();
	}

	/**
	 * Return when the leader of the Raft group first knew all processes as voters, in
	 * milliseconds. One that was started again has the address that the one before it
	 * had.
	 */
	private OptionalLong allVote(List<Candidate> candidates) {
		List<String> all = candidates.stream()
			.map((candidate) -> host(candidate.place()) + ":" + this.enginePort)
			.sorted()
			.toList();
		long start = candidates.stream().mapToLong(Candidate::startMillis).max().orElseThrow();
		return candidates.stream()
			.flatMap((candidate) -> results(VOTERS, candidate))
			.filter((line) -> Arrays.stream(line.group(2).split(", ")).sorted().toList().equals(all))
			.mapToLong(MusterSystem::millis)
			.filter((millis) -> millis >= start)
			.min();
	}

	private static Stream<MatchResult> results(Pattern pattern, Candidate candidate) {
		return candidate.process().lines().flatMap((line) -> pattern.matcher(line).results());
	}

	private static long millis(MatchResult line) {
		return OffsetDateTime.parse(line.group(1)).toInstant().toEpochMilli();
	}

}

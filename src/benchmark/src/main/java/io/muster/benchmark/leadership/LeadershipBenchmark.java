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
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.muster.benchmark.measure.Contender;
import io.muster.benchmark.measure.Jcmd;
import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.benchmark.measure.OtherWork;
import io.muster.benchmark.measure.ProcessStatus;
import io.muster.benchmark.report.Comparing;
import io.muster.benchmark.report.Figure;
import io.muster.benchmark.report.Progress;
import io.muster.benchmark.report.Report;
import io.muster.benchmark.report.Series;
import io.muster.processes.Ports;

/**
 * Measures by turns how long nobody leads when the leader ends, by Muster and by other
 * systems, and what that costs.
 */
public final class LeadershipBenchmark {

	/**
	 * Rest of processes without a system, which write nothing.
	 */
	private static final Duration SETTLING = Duration.ofSeconds(8);

	private static final Duration LOOKING = Duration.ofMillis(50);

	/**
	 * Rest of a young cluster. It also makes its processes about as old as those of the
	 * other systems are when it is measured what they need.
	 */
	private static final Duration AGING = Duration.ofSeconds(12);

	private static final double MEGABYTE = 1024;

	private static final double MILLIS = 1000;

	private final Launcher launcher;

	private final int rounds;

	private final Duration idle;

	private final OtherWork others = new OtherWork();

	private final List<Double> voters = new ArrayList<>();

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 * @param idle for how long to measure what processes need while nothing happens
	 */
	public LeadershipBenchmark(Launcher launcher, int rounds, Duration idle) {
		this.launcher = launcher;
		this.rounds = rounds;
		this.idle = idle;
	}

	/**
	 * Measure.
	 * @return what was measured: a report for Muster alone, and one for each other system
	 */
	public List<Report> run() {
		try (DataDirectory data = new DataDirectory()) {
			List<String> skipped = new ArrayList<>();
			List<Measured> peers = new ArrayList<>();
			for (LeaderSystem system : systems(data)) {
				Optional<String> missing = system.missing();
				missing.ifPresent((name) -> skipped
					.add("%s is NOT MEASURED. To install it: apt-get install %s".formatted(system.label(), name)));
				if (missing.isEmpty()) {
					peers.add(new Measured(system));
				}
			}
			skipped.forEach(Progress::say);
			return run(peers, skipped);
		}
	}

	private List<LeaderSystem> systems(DataDirectory data) {
		return List.of(new EtcdSystem(this.launcher, data), new ZookeeperSystem(this.launcher, data),
				new ShedlockSystem(this.launcher, data));
	}

	private List<Report> run(List<Measured> peers, List<String> skipped) {
		Measured muster = new Measured(new MusterSystem(this.launcher, "consensus"));
		Measured safe = new Measured(new MusterSystem(this.launcher, "safe"));
		Bare bare = measureBare();
		for (int round = 1; round <= this.rounds; round++) {
			measure(round, muster);
			for (Measured peer : peers) {
				measure(round, peer);
			}
			measureSafe(round, safe);
		}
		double others = this.others.processors();
		List<Report> reports = new ArrayList<>();
		reports.add(reportOfConsensus(muster, safe, skipped, others));
		peers.forEach((peer) -> reports.add(report(muster, peer, bare, others)));
		return reports;
	}

	private void measure(int round, Measured measured) {
		try (Turn turn = new Turn(measured.system())) {
			List<Candidate> candidates = turn.begin();
			if (measured.system() instanceof MusterSystem muster) {
				this.voters.add(muster.secondsToVoters(candidates).orElseThrow());
			}
			Succession terminated = turn.terminate();
			turn.replace();
			Succession suspended = turn.suspend();
			Idle idle = turn.idle(this.idle);
			Succession killed = turn.kill();
			measured.failovers().add(new Failover(terminated, suspended, killed));
			measured.idle().add(idle);
			Progress.say(String.format(Locale.ROOT,
					"leadership, round %d, %-9s: another leads %.2f s after kill -9, %.2f s after SIGSTOP, %.3f s after "
							+ "SIGTERM; idle %.2f %%, %.1f MB",
					round, measured.system().label(), killed.seconds(), suspended.seconds(), terminated.seconds(),
					idle.cpu(), idle.memory()));
		}
	}

	/**
	 * Measure Muster without consensus. A killed leader is replaced only when it has been
	 * removed, which takes long and depends on other settings, so that is left out. In a
	 * young cluster, a leader waits until no leader of before can be left.
	 */
	private void measureSafe(int round, Measured measured) {
		try (Turn turn = new Turn(measured.system())) {
			turn.begin();
			turn.rest(AGING);
			Idle idle = turn.idle(this.idle);
			Succession terminated = turn.terminate();
			measured.failovers().add(new Failover(terminated, terminated, terminated));
			measured.idle().add(idle);
			Progress.say(String.format(Locale.ROOT,
					"leadership, round %d, %s: another leads %.3f s after SIGTERM; idle %.2f %%, %.1f MB", round,
					measured.system().label(), terminated.seconds(), idle.cpu(), idle.memory()));
		}
	}

	private Bare measureBare() {
		try (MeasuredProcess application = Contender.WITHOUT.start(this.launcher, Ports.find());
				MeasuredProcess program = this.launcher.start("no leader",
						"src/leadership-peers/record/target/muster-leadership-record.jar", List.of(), List.of())) {
			application.await("the end of its start", LOOKING,
					() -> application.lines().anyMatch((line) -> line.contains(": Started ")), Boolean::booleanValue);
			application.rest(SETTLING);
			return new Bare(collected(application), collected(program));
		}
	}

	private static ProcessStatus collected(MeasuredProcess process) {
		new Jcmd(process.pid()).collectGarbage();
		return ProcessStatus.of(process.pid());
	}

	private Report reportOfConsensus(Measured muster, Measured safe, List<String> skipped, double others) {
		List<Figure> figures = List.of(
				new Figure("three voters after three are up", "s", 2, Comparing.RATIO, new Series(this.voters), null,
						null),
				failover("SIGTERM: until another leads", 3, muster, safe, (sample) -> sample.terminated().seconds()),
				idle("processor time of a process, idle", "%", 2, muster, safe, Idle::cpu),
				idle("memory of a process", "MB", 1, muster, safe, Idle::memory),
				idle("threads of a process", "", 0, muster, safe, Idle::threads));
		return new Report("Leadership, what consensus adds", "consensus", "safe", figures, skipped, others);
	}

	private Report report(Measured muster, Measured peer, Bare bare, double others) {
		Libraries libraries = new Libraries(this.launcher.resolve(Contender.archive("without")));
		List<Figure> figures = List.of(
				failover("kill -9: until another leads", 2, muster, peer, (sample) -> sample.killed().seconds()),
				failover("SIGSTOP: until another leads", 2, muster, peer, (sample) -> sample.suspended().seconds()),
				new Figure("  two lead at one moment", "ms", 0, Comparing.DIFFERENCE, both(muster), both(peer), null),
				failover("SIGTERM: until another leads", 3, muster, peer, (sample) -> sample.terminated().seconds()),
				failover("  nobody leads meanwhile", 3, muster, peer, (sample) -> sample.terminated().nobody()),
				idle("processor time of a process, idle", "%", 2, muster, peer, Idle::cpu),
				idle("  of all servers", "%", 2, muster, peer, Idle::serversCpu),
				idle("memory of a process", "MB", 1, muster, peer, Idle::memory),
				new Figure("  more than without", "MB", 1, Comparing.DIFFERENCE,
						added(muster, Idle::memory, bare.application().rss() / MEGABYTE),
						added(peer, Idle::memory, bare.program().rss() / MEGABYTE), null),
				idle("  of all servers", "MB", 1, muster, peer, Idle::serversMemory),
				idle("threads of a process", "", 0, muster, peer, Idle::threads),
				new Figure("  more than without", "", 0, Comparing.DIFFERENCE,
						added(muster, Idle::threads, bare.application().threads()),
						added(peer, Idle::threads, bare.program().threads()), null),
				new Figure("libraries", "MB", 1, Comparing.DIFFERENCE, libraries(libraries, muster),
						libraries(libraries, peer), null));
		return new Report("Leadership", muster.system().label(), peer.system().label(), figures,
				List.of(muster.system().settings(), peer.system().settings(), both("Muster", muster),
						both(peer.system().label(), peer)),
				others);
	}

	private Series libraries(Libraries libraries, Measured measured) {
		return new Series(List.of(libraries.added(this.launcher.resolve(measured.system().archive()))));
	}

	private static Figure failover(String name, int digits, Measured subject, Measured baseline,
			ToDoubleFunction<Failover> value) {
		return new Figure(name, "s", digits, Comparing.RATIO, Series.of(subject.failovers(), value),
				Series.of(baseline.failovers(), value), null);
	}

	private static Figure idle(String name, String unit, int digits, Measured subject, Measured baseline,
			ToDoubleFunction<Idle> value) {
		return new Figure(name, unit, digits, Comparing.DIFFERENCE, Series.of(subject.idle(), value),
				Series.of(baseline.idle(), value), null);
	}

	private static Series added(Measured measured, ToDoubleFunction<Idle> value, double bare) {
		return Series.of(measured.idle(), (sample) -> value.applyAsDouble(sample) - bare);
	}

	private static Series both(Measured measured) {
		return Series.of(measured.failovers(), (sample) -> sample.suspended().both() * MILLIS);
	}

	/**
	 * Return in how many rounds two led at one moment, in words.
	 */
	private static String both(String label, Measured measured) {
		return "%s: two led at one moment in %d of %d rounds by SIGSTOP, in %d by SIGTERM".formatted(label,
				measured.failovers().stream().filter((sample) -> sample.suspended().both() > 0).count(),
				measured.failovers().size(),
				measured.failovers().stream().filter((sample) -> sample.terminated().both() > 0).count());
	}

	/**
	 * What processes need without any system.
	 *
	 * @param application the application without the starter
	 * @param program a program that only asks whether it leads
	 */
	private record Bare(ProcessStatus application, ProcessStatus program) {
	}

}

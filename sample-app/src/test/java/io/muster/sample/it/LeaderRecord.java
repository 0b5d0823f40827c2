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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

import io.muster.cluster.Cluster;
import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

/**
 * Records when a process acts as the leader, and its fencing token, in a file with a line
 * for each time. The times are of the machine's monotonic clock, which its processes
 * share. It has no annotation, because the component scan of the sample application would
 * find it in all tests.
 */
class LeaderRecord {

	static final String FILE = "test.leader-record";

	private static final long INTERVAL_MILLIS = 20;

	/**
	 * Times of one node that are closer to each other make one interval.
	 */
	private static final long GAP_MILLIS = 500;

	@Bean(destroyMethod = "shutdownNow")
	ScheduledThreadPoolExecutor leaderRecorder(Cluster cluster, Leaderships leaderships,
			@Value("${" + FILE + "}") Path file) {
		Leadership leadership = leaderships.of(Leadership.DEFAULT_ROLE);
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
		executor.scheduleWithFixedDelay(() -> record(cluster, leadership, file), 0, INTERVAL_MILLIS,
				TimeUnit.MILLISECONDS);
		return executor;
	}

	/**
	 * The time is taken before the question: it is not known what a thread that is
	 * suspended after the answer would go on with.
	 */
	private static void record(Cluster cluster, Leadership leadership, Path file) {
		long millis = System.nanoTime() / 1_000_000;
		FencingToken token = leadership.token();
		if (cluster.isLeader()) {
			try {
				Files.writeString(file, millis + " " + ((token != null) ? token.value() : 0) + "\n",
						StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				System.err.println("Not recorded: " + ex);
			}
		}
	}

	/**
	 * Return when two nodes acted as the leader at one moment, or a term did not have a
	 * larger token than all terms before.
	 * @param files what the nodes recorded
	 * @return what to complain of, in words
	 */
	static List<String> complaints(List<Path> files) throws IOException {
		List<String> complaints = new ArrayList<>();
		Interval last = null;
		long token = 0;
		for (Interval interval : sorted(files)) {
			if (last != null && interval.begin() <= last.end() && !interval.node().equals(last.node())) {
				complaints.add("two leaders at one moment: %s and %s".formatted(last, interval));
			}
			boolean sameTerm = last != null && last.node().equals(interval.node()) && last.token() == interval.token();
			if (interval.token() > 0 && !sameTerm && interval.token() <= token) {
				complaints.add("a token that is not larger than %d: %s".formatted(token, interval));
			}
			token = Math.max(token, interval.token());
			last = (last == null || interval.end() > last.end()) ? interval : last;
		}
		return complaints;
	}

	/**
	 * Return for how long nobody acted as the leader, each time that another node began.
	 * @param files what the nodes recorded
	 */
	static List<Duration> handovers(List<Path> files) throws IOException {
		List<Duration> handovers = new ArrayList<>();
		Interval last = null;
		for (Interval interval : sorted(files)) {
			if (last != null && !last.node().equals(interval.node())) {
				handovers.add(Duration.ofMillis(interval.begin() - last.end()));
			}
			last = interval;
		}
		return handovers;
	}

	private static List<Interval> sorted(List<Path> files) throws IOException {
		List<Interval> intervals = new ArrayList<>();
		for (Path file : files) {
			intervals.addAll(intervals(file));
		}
		intervals.sort(Comparator.comparing(Interval::begin));
		return intervals;
	}

	/**
	 * Return whether a node acts as the leader now.
	 * @param files what the nodes recorded
	 */
	static boolean isActing(List<Path> files) throws IOException {
		long lately = System.nanoTime() / 1_000_000 - GAP_MILLIS;
		for (Path file : files) {
			if (intervals(file).stream().anyMatch((interval) -> interval.end() >= lately)) {
				return true;
			}
		}
		return false;
	}

	private static List<Interval> intervals(Path file) throws IOException {
		List<Interval> intervals = new ArrayList<>();
		if (!Files.exists(file)) {
			return intervals;
		}
		for (String line : Files.readAllLines(file)) {
			int space = line.indexOf(' ');
			long at = Long.parseLong(line.substring(0, space));
			long token = Long.parseLong(line.substring(space + 1));
			Interval last = intervals.isEmpty() ? null : intervals.get(intervals.size() - 1);
			if (last != null && at - last.end() <= GAP_MILLIS && token == last.token()) {
				intervals.set(intervals.size() - 1, new Interval(last.node(), token, last.begin(), at));
			}
			else {
				intervals.add(new Interval(file.getFileName().toString(), token, at, at));
			}
		}
		return intervals;
	}

	/**
	 * When a node acted as the leader, in milliseconds.
	 */
	private record Interval(String node, long token, long begin, long end) {
	}

}

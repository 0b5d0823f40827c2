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

package com.example.orders;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.cache.DefaultContextCache;
import org.springframework.test.context.support.DefaultBootstrapContext;

import io.muster.cluster.Cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that many contexts of tests live beside each other, and what Muster adds to each.
 */
@Tag("system")
class ManyContextsTests {

	private static final int CONTEXTS = 50;

	/**
	 * The number of contexts without the starter, started in turn with the others.
	 */
	private static final int COMPARED = 25;

	private static final int MAX_EXTRA_MILLIS = 200;

	private static final long MAX_EXTRA_BYTES = 1024 * 1024;

	private final DefaultCacheAwareContextLoaderDelegate delegate = new DefaultCacheAwareContextLoaderDelegate(
			new DefaultContextCache(3 * CONTEXTS));

	@Test
	void fiftyContextsCostLittleAndLeaveNothingBehind() {
		load(WithStarter.class, 0);
		load(WithoutStarter.class, 0);
		close(0, WithStarter.class, WithoutStarter.class);
		Set<String> threads = threads();
		Starts with = new Starts(WithStarter.class);
		Starts without = new Starts(WithoutStarter.class);
		for (int i = 1; i <= CONTEXTS; i++) {
			with.start(i);
			if (i <= COMPARED) {
				without.start(i);
			}
		}
		Set<String> meanwhile = threads();
		assertThat(meanwhile).noneMatch((thread) -> thread.contains("pekko"));
		for (int i = 1; i <= CONTEXTS; i++) {
			Cluster cluster = load(WithStarter.class, i).getBean(Cluster.class);
			assertThat(cluster.isLeader()).isTrue();
			assertThat(cluster.members()).hasSize(1);
		}
		long bytesOfAll = usedBytes();
		closeAll(WithStarter.class, CONTEXTS);
		long bytesWithout = usedBytes();
		closeAll(WithoutStarter.class, COMPARED);
		long bytesOfNone = usedBytes();
		long heapWith = (bytesOfAll - bytesWithout) / CONTEXTS;
		long heapWithout = (bytesWithout - bytesOfNone) / COMPARED;
		System.out.printf("%d contexts with the starter: %s, heap %d kB. %d without: %s, heap %d kB%n", CONTEXTS, with,
				heapWith / 1024, COMPARED, without, heapWithout / 1024);
		assertThat(fastest(with.processor) - fastest(without.processor)).isLessThan(MAX_EXTRA_MILLIS);
		assertThat(fastest(with.elapsed) - fastest(without.elapsed)).isLessThan(MAX_EXTRA_MILLIS);
		assertThat(heapWith - heapWithout).isLessThan(MAX_EXTRA_BYTES);
		await().untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
	}

	private ConfigurableApplicationContext load(Class<?> testClass, int number) {
		return (ConfigurableApplicationContext) this.delegate.loadContext(configuration(testClass, number));
	}

	private void closeAll(Class<?> testClass, int contexts) {
		for (int i = 1; i <= contexts; i++) {
			close(i, testClass);
		}
	}

	private void close(int number, Class<?>... testClasses) {
		for (Class<?> testClass : testClasses) {
			this.delegate.closeContext(configuration(testClass, number), null);
		}
	}

	/**
	 * Return the configuration of a test class, as if it were another one for each
	 * number: contexts are shared only where it is the same.
	 */
	private MergedContextConfiguration configuration(Class<?> testClass, int number) {
		SpringBootTestContextBootstrapper bootstrapper = new SpringBootTestContextBootstrapper() {

			@Override
			protected String[] getProperties(Class<?> type) {
				List<String> properties = new ArrayList<>(Arrays.asList(super.getProperties(type)));
				properties.add("number=" + number);
				return properties.toArray(String[]::new);
			}

		};
		bootstrapper.setBootstrapContext(new DefaultBootstrapContext(testClass, this.delegate));
		return bootstrapper.buildMergedContextConfiguration();
	}

	private static long median(List<Long> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private static long fastest(List<Long> values) {
		return Collections.min(values);
	}

	/**
	 * Return the names of the threads, without the number of each and those of the JVM.
	 */
	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(ManyContextsTests::isOfTheApplication)
			.map((thread) -> thread.getName().replaceAll("[0-9]+", "#"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static boolean isOfTheApplication(Thread thread) {
		ThreadGroup group = thread.getThreadGroup();
		return group != null && !group.getName().equals("system") && !thread.getName().startsWith("awaitility");
	}

	private static long usedBytes() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

	@SpringBootTest(classes = Application.class, properties = "spring.main.banner-mode=off")
	static class WithStarter {

	}

	/**
	 * How long contexts took to start, in all and of the processor's time. On a busy
	 * machine, only the fastest start says something.
	 */
	private final class Starts {

		private final ThreadMXBean thread = ManagementFactory.getThreadMXBean();

		private final List<Long> elapsed = new ArrayList<>();

		private final List<Long> processor = new ArrayList<>();

		private final Class<?> testClass;

		private Starts(Class<?> testClass) {
			this.testClass = testClass;
		}

		private void start(int number) {
			long start = System.nanoTime();
			long startOfProcessor = this.thread.getCurrentThreadCpuTime();
			load(this.testClass, number);
			this.elapsed.add((System.nanoTime() - start) / 1_000_000);
			this.processor.add((this.thread.getCurrentThreadCpuTime() - startOfProcessor) / 1_000_000);
		}

		@Override
		public String toString() {
			return "median start %d ms (processor %d ms), fastest %d ms (processor %d ms)".formatted(
					median(this.elapsed), median(this.processor), fastest(this.elapsed), fastest(this.processor));
		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.main.banner-mode=off", "spring.autoconfigure.exclude="
					+ "io.muster.autoconfigure.AloneAutoConfiguration,io.muster.autoconfigure.BootstrapAutoConfiguration,"
					+ "io.muster.autoconfigure.ClusterAutoConfiguration,"
					+ "io.muster.autoconfigure.ClusterEndpointAutoConfiguration,"
					+ "io.muster.autoconfigure.ClusterHealthContributorAutoConfiguration,"
					+ "io.muster.autoconfigure.ClusterMetricsAutoConfiguration,"
					+ "io.muster.autoconfigure.LeaderAutoConfiguration,"
					+ "io.muster.autoconfigure.ShedLockAutoConfiguration,"
					+ "io.muster.autoconfigure.SpringIntegrationAutoConfiguration,"
					+ "io.muster.test.ClusterTestAutoConfiguration,"
					+ "io.muster.test.context.ClusterExitAutoConfiguration" })
	static class WithoutStarter {

	}

	/**
	 * An application that does not use the cluster.
	 */
	@EnableAutoConfiguration
	static class Application {

	}

}

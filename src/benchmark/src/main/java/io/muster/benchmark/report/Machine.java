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

package io.muster.benchmark.report;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Where the benchmark ran.
 *
 * @param processors the number of processors
 * @param java the version of the JVM, the same for all
 * @param load the load average of the last minute before the start
 */
public record Machine(int processors, String java, double load) {

	/**
	 * Return the machine on which this code runs.
	 * @return the machine as it is now
	 */
	public static Machine current() {
		return new Machine(Runtime.getRuntime().availableProcessors(), Runtime.version().toString(),
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	/**
	 * Return the machine in words.
	 * @return one line
	 */
	public String text() {
		return String.format(Locale.ROOT, "%d processors, Java %s, load average %.2f at the start", this.processors,
				this.java, this.load);
	}

}

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

package io.muster.benchmark.startup;

import java.util.Map;

import io.muster.benchmark.measure.ProcessStatus;

/**
 * What one process showed.
 *
 * @param ready seconds from the start of the process until the application was ready
 * @param cpuReady seconds of processor time until then
 * @param mainReady seconds of processor time of the thread {@code main} until then
 * @param member seconds from then until the node was a member
 * @param cpuSettled seconds of processor time until the end of the rest
 * @param settled memory and threads after the rest
 * @param collected the same after a garbage collection
 * @param heap kilobytes of the heap that are in use after it
 * @param threads the threads by group
 * @param classes how many classes it had loaded when it was ready
 * @param allocated kilobytes that it had allocated after the rest
 * @param serial memory and threads after the rest, with another garbage collector
 */
record StartupSample(double ready, double cpuReady, double mainReady, double member, double cpuSettled,
		ProcessStatus settled, ProcessStatus collected, long heap, Map<String, Integer> threads, long classes,
		long allocated, ProcessStatus serial) {
}

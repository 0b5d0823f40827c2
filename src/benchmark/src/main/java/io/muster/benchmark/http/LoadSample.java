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

package io.muster.benchmark.http;

import java.time.Duration;

import org.HdrHistogram.Histogram;

/**
 * What a route showed under load.
 *
 * @param requests requests per second
 * @param p50 microseconds within which half of the requests were answered
 * @param p99 microseconds within which 99 of 100 requests were answered
 * @param cpu microseconds of processor time that the server took for a request
 * @param clientCpu microseconds of processor time that the client took for a request
 */
record LoadSample(double requests, double p50, double p99, double cpu, double clientCpu) {

	private static final double MICROSECOND = 1e3;

	static LoadSample of(Histogram latencies, Duration time, Duration serverCpu, Duration clientCpu) {
		double count = latencies.getTotalCount();
		return new LoadSample(count / (time.toNanos() / 1e9), latencies.getValueAtPercentile(50) / MICROSECOND,
				latencies.getValueAtPercentile(99) / MICROSECOND, serverCpu.toNanos() / MICROSECOND / count,
				clientCpu.toNanos() / MICROSECOND / count);
	}

}

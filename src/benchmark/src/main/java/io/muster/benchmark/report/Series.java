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

import java.util.List;
import java.util.function.ToDoubleFunction;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one figure was in each round.
 *
 * @param values the values, in the order of the rounds
 */
public record Series(List<Double> values) {

	/**
	 * Create a series.
	 * @param values the values, at least one
	 */
	public Series {
		values = List.copyOf(values);
	}

	/**
	 * Return what one figure was in several samples.
	 * @param <T> the type of the samples
	 * @param samples the samples, at least one
	 * @param value returns the figure of a sample
	 * @return the series, in the order of the samples
	 */
	public static <T> Series of(List<T> samples, ToDoubleFunction<T> value) {
		return new Series(samples.stream().map(value::applyAsDouble).toList());
	}

	/**
	 * Return the median.
	 * @return the value in the middle, or the mean of both values that are there
	 */
	@JsonProperty
	public double median() {
		List<Double> sorted = this.values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	double min() {
		return this.values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
	}

	double max() {
		return this.values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
	}

}

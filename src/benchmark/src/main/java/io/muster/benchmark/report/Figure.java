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

import java.util.Locale;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table: a figure of the subject beside that of the baseline.
 *
 * @param name what was measured
 * @param unit its unit
 * @param digits how many digits to show behind the point
 * @param comparing how to compare
 * @param subject what it was with Muster
 * @param baseline what it was without, {@code null} if it makes no sense without
 * @param aim the highest comparison that is good, {@code null} if there is no aim
 */
public record Figure(String name, String unit, @JsonIgnore int digits, Comparing comparing, Series subject,
		@Nullable Series baseline, @Nullable Double aim) {

	/**
	 * Return the comparison of the medians.
	 */
	@JsonProperty
	@Nullable Double comparison() {
		return (this.baseline != null) ? this.comparing.compare(this.subject.median(), this.baseline.median()) : null;
	}

	/**
	 * Return the comparisons of neighbours, round by round: how certain the comparison of
	 * the medians is.
	 */
	@JsonProperty
	@Nullable Series comparisons() {
		Series baseline = this.baseline;
		return (baseline != null) ? new Series(IntStream.range(0, this.subject.values().size())
			.mapToObj((i) -> this.comparing.compare(this.subject.values().get(i), baseline.values().get(i)))
			.toList()) : null;
	}

	@JsonProperty
	@Nullable Boolean met() {
		Double comparison = comparison();
		return (this.aim != null && comparison != null) ? comparison <= this.aim : null;
	}

	String subjectText() {
		return text(this.subject);
	}

	String baselineText() {
		return (this.baseline != null) ? text(this.baseline) : "";
	}

	private String text(Series series) {
		return String.format(Locale.ROOT, "%s (%s-%s)", number(series.median()), number(series.min()),
				number(series.max()));
	}

	private String number(double value) {
		return String.format(Locale.ROOT, "%." + this.digits + "f", value);
	}

	String comparisonText() {
		Double comparison = comparison();
		Series rounds = comparisons();
		if (comparison == null || rounds == null) {
			return "";
		}
		return "%s (%s to %s)".formatted(this.comparing.text(comparison), this.comparing.text(rounds.min()),
				this.comparing.text(rounds.max()));
	}

	String aimText() {
		return (this.aim != null) ? "at most " + this.comparing.text(this.aim) : "";
	}

	String metText() {
		Boolean met = met();
		if (met == null) {
			return "";
		}
		return met ? "yes" : "NO";
	}

}

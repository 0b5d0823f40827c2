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
import java.util.function.DoubleBinaryOperator;

/**
 * How the figures of two subjects are set against each other.
 */
public enum Comparing {

	/**
	 * How much more, in percent.
	 */
	PERCENT("%+.1f %%", (subject, baseline) -> 100 * (subject / baseline - 1)),

	/**
	 * How much more, in the figure's own unit.
	 */
	DIFFERENCE("%+.1f", (subject, baseline) -> subject - baseline),

	/**
	 * How many times as much.
	 */
	RATIO("x %.2f", (subject, baseline) -> subject / baseline);

	private final String format;

	private final DoubleBinaryOperator operator;

	Comparing(String format, DoubleBinaryOperator operator) {
		this.format = format;
		this.operator = operator;
	}

	double compare(double subject, double baseline) {
		return this.operator.applyAsDouble(subject, baseline);
	}

	String text(double comparison) {
		return String.format(Locale.ROOT, this.format, comparison);
	}

}

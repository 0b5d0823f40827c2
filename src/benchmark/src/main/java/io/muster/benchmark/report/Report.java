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
import java.util.Locale;

/**
 * What one part of the benchmark found.
 *
 * @param title what was measured
 * @param subject the name of what stands in the first column
 * @param baseline the name of what stands in the second column
 * @param figures the figures
 * @param notes what else is worth knowing, in words
 * @param others how many processors others kept busy meanwhile
 */
public record Report(String title, String subject, String baseline, List<Figure> figures, List<String> notes,
		double others) {

	private static final double NEGLIGIBLE = 0.1;

	String text() {
		Table table = new Table(this.title, this.subject, this.baseline);
		this.figures.forEach(table::add);
		return table.text() + String.join(System.lineSeparator(), this.notes) + System.lineSeparator() + othersText()
				+ System.lineSeparator();
	}

	private String othersText() {
		return String.format(Locale.ROOT, "Others kept %.2f processors busy meanwhile%s", this.others,
				(this.others > NEGLIGIBLE) ? ": THE FIGURES ARE DISTURBED" : "");
	}

}

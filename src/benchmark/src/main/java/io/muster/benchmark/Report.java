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

package io.muster.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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
record Report(String title, String subject, String baseline, List<Figure> figures, List<String> notes, double others) {

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

	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("title", this.title);
		json.put("subject", this.subject);
		json.put("baseline", this.baseline);
		json.put("figures", this.figures.stream().map(Report::json).toList());
		json.put("notes", new ArrayList<>(this.notes));
		json.put("others", this.others);
		return json;
	}

	private static Map<String, @Nullable Object> json(Figure figure) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("name", figure.name());
		json.put("unit", figure.unit());
		json.put("subject", json(figure.subject()));
		json.put("baseline", json(figure.baseline()));
		json.put("comparing", figure.comparing().name().toLowerCase(Locale.ROOT));
		json.put("comparison", figure.comparison());
		json.put("comparisons", json(figure.comparisons()));
		json.put("aim", figure.aim());
		json.put("met", figure.met());
		return json;
	}

	private static @Nullable Map<String, Object> json(@Nullable Series series) {
		return (series != null) ? Map.of("median", series.median(), "values", series.values()) : null;
	}

}

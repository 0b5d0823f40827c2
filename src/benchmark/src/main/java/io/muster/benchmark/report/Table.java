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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Figures as text, in columns.
 */
final class Table {

	private final List<List<String>> rows = new ArrayList<>();

	Table(String title, String subject, String baseline) {
		this.rows.add(List.of(title, "", subject, baseline, "difference (rounds)", "aim", "met"));
	}

	void add(Figure figure) {
		this.rows.add(List.of(figure.name(), figure.unit(), figure.subjectText(), figure.baselineText(),
				figure.comparisonText(), figure.aimText(), figure.metText()));
	}

	String text() {
		List<Integer> widths = new ArrayList<>(Collections.nCopies(this.rows.get(0).size(), 0));
		for (List<String> row : this.rows) {
			for (int i = 0; i < row.size(); i++) {
				widths.set(i, Math.max(widths.get(i), row.get(i).length()));
			}
		}
		StringBuilder text = new StringBuilder();
		for (List<String> row : this.rows) {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < row.size(); i++) {
				line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
			}
			text.append(line.toString().stripTrailing()).append(System.lineSeparator());
		}
		return text.toString();
	}

}

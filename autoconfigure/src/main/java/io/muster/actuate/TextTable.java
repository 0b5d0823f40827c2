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

package io.muster.actuate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.OneLine;

/**
 * Text in aligned columns, as the commands of Serf, Consul and Nomad print it. No cell is
 * empty, so that {@code awk} can count columns. Control characters are removed, because
 * some of the text comes from other hosts and must not break a line or control a
 * terminal.
 */
final class TextTable {

	/**
	 * The text of a cell without a value.
	 */
	static final String NONE = "-";

	private static final String GAP = "  ";

	private TextTable() {
	}

	/**
	 * Lay out rows.
	 * @param rows the rows, all with the same number of cells; the last cell may be long
	 * @return the lines, each with a line feed
	 */
	static String of(List<? extends List<? extends @Nullable String>> rows) {
		List<List<String>> cells = rows.stream().map((row) -> row.stream().map(TextTable::cell).toList()).toList();
		int columns = cells.isEmpty() ? 0 : cells.get(0).size();
		int[] widths = IntStream.range(0, columns).map((column) -> width(cells, column)).toArray();
		return cells.stream().map((row) -> line(row, widths)).collect(Collectors.joining());
	}

	private static String cell(@Nullable String value) {
		String text = (value != null) ? OneLine.of(value).strip() : "";
		return text.isEmpty() ? NONE : text;
	}

	private static int width(List<List<String>> rows, int column) {
		return rows.stream().mapToInt((row) -> length(row.get(column))).max().orElse(0);
	}

	private static String line(List<String> row, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int column = 0; column < row.size() - 1; column++) {
			String cell = row.get(column);
			line.append(cell).append(" ".repeat(widths[column] - length(cell))).append(GAP);
		}
		return line.append(row.get(row.size() - 1)).append('\n').toString();
	}

	private static int length(String text) {
		return text.codePointCount(0, text.length());
	}

}

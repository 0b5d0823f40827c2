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

package io.muster.sample.demo;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Prints messages with the time.
 */
final class Console {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

	private static final String INDENT = " ".repeat("HH:mm:ss  ".length());

	private final PrintStream out;

	Console(PrintStream out) {
		this.out = out;
	}

	void say(String text) {
		this.out.println(LocalTime.now().format(TIME) + "  " + text);
	}

	void show(List<String> lines) {
		lines.forEach((line) -> this.out.println((INDENT + line).stripTrailing()));
	}

}

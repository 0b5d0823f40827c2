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

package io.muster.benchmark.formation;

import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands what a node of Muster logs.
 */
final class MusterLines {

	/**
	 * How the time is written, to the millisecond.
	 */
	static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

	private static final Pattern LINE = Pattern.compile("^(\\d\\S+T\\S+) .* : (.*)$");

	private static final Pattern UP = Pattern.compile("^Cluster '.*': (\\S+) is up; ");

	/**
	 * How long ago bootstrap began, measured before the first code of it ran. The line
	 * that says that it begins comes later.
	 */
	private static final Pattern AFTER = Pattern.compile(" after (\\d+) ms$");

	private final NodeLog log;

	MusterLines(NodeLog log) {
		this.log = log;
	}

	void accept(String line) {
		Matcher matcher = LINE.matcher(line);
		if (matcher.matches()) {
			read(matcher.group(2), OffsetDateTime.parse(matcher.group(1)).toInstant().toEpochMilli());
		}
	}

	private void read(String text, long millis) {
		for (Milestone milestone : Milestone.values()) {
			if (text.startsWith(milestone.text())) {
				this.log.reached(milestone, millis);
			}
		}
		Matcher after = AFTER.matcher(text);
		if (text.startsWith(Milestone.MEMBER.text()) && after.find()) {
			this.log.reached(Milestone.BEGINS, millis - Long.parseLong(after.group(1)));
		}
		Matcher up = UP.matcher(text);
		if (up.find()) {
			this.log.up(up.group(1), millis);
		}
	}

}

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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands what a plain Pekko Management node prints.
 */
final class PeerLines {

	private static final Pattern START = Pattern.compile("^bootstrap-start (\\d+)$");

	private static final Pattern UP = Pattern.compile("^MemberUp (\\S+) (\\d+)$");

	private final NodeLog log;

	PeerLines(NodeLog log) {
		this.log = log;
	}

	void accept(String line) {
		Matcher start = START.matcher(line);
		if (start.matches()) {
			this.log.reached(Milestone.BEGINS, Long.parseLong(start.group(1)));
		}
		Matcher up = UP.matcher(line);
		if (up.matches()) {
			this.log.up(up.group(1), Long.parseLong(up.group(2)));
		}
	}

}

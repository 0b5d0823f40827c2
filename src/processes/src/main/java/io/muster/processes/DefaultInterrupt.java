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

package io.muster.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives processes the default reaction to SIGINT. A shell without job control starts what
 * runs in the background with SIGINT ignored; all that descends from it inherits this,
 * and a JVM that inherits it never reacts to that signal.
 */
final class DefaultInterrupt {

	private static final int SIGINT = 2;

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String IGNORED = "SigIgn:";

	// The first is in coreutils from 8.31 on, the second also in macOS.
	private static final List<List<String>> COMMANDS = List.of(List.of("env", "--default-signal=INT"),
			List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV or die $!"));

	private static final List<String> PREFIX = isDefault() ? List.of() : findCommand();

	private DefaultInterrupt() {
	}

	/**
	 * Return what a command has to begin with.
	 * @return the words, none where processes have the default reaction anyway, or where
	 * no command is known to give it to them
	 */
	static List<String> prefix() {
		return PREFIX;
	}

	/**
	 * Return whether this process, and so those that it starts, is known not to ignore
	 * the signal.
	 */
	private static boolean isDefault() {
		try (Stream<String> lines = Files.exists(STATUS) ? Files.lines(STATUS) : Stream.empty()) {
			return lines.filter((line) -> line.startsWith(IGNORED))
				.map((line) -> Long.parseUnsignedLong(line.substring(IGNORED.length()).trim(), 16))
				.anyMatch((ignored) -> ((ignored >> (SIGINT - 1)) & 1) == 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> findCommand() {
		return COMMANDS.stream().filter(DefaultInterrupt::works).findFirst().orElse(List.of());
	}

	private static boolean works(List<String> command) {
		try {
			return new ProcessBuilder(Stream.concat(command.stream(), Stream.of("true")).toList())
				.redirectErrorStream(true)
				.redirectOutput(Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

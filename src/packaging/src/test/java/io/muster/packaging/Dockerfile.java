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

package io.muster.packaging;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what a Dockerfile says, without Docker: each stage is a directory, and commands
 * run on this machine, with the Java of this test.
 */
final class Dockerfile {

	private final Path context;

	private final Path images;

	private final Map<String, String> environment;

	private final Map<String, Path> stages = new HashMap<>();

	private final Map<String, String> arguments = new HashMap<>();

	private Path stage = Path.of("");

	private Path directory = Path.of("");

	private final List<String> entrypoint = new ArrayList<>();

	private Dockerfile(Path context, Path images, Map<String, String> environment) {
		this.context = context;
		this.images = images;
		this.environment = environment;
	}

	/**
	 * Build an image.
	 * @param context the directory with the file
	 * @param images the directory of all stages, which is emptied first
	 * @param environment variables for commands
	 * @return what was built
	 */
	static Image build(Path context, Path images, Map<String, String> environment) throws IOException {
		FileSystemUtils.deleteRecursively(images);
		Dockerfile file = new Dockerfile(context, images, environment);
		for (String line : Files.readAllLines(context.resolve("Dockerfile"))) {
			if (!line.isBlank() && !line.startsWith("#")) {
				int space = line.indexOf(' ');
				file.execute(line.substring(0, space), line.substring(space + 1).strip());
			}
		}
		return new Image(file.directory, file.entrypoint);
	}

	private void execute(String instruction, String text) throws IOException {
		switch (instruction) {
			case "ARG" -> argument(text);
			case "FROM" -> from(text.split(" +"));
			case "WORKDIR" -> enter(text);
			case "COPY" -> copy(text.split(" +"));
			case "RUN" -> run(text);
			case "ENTRYPOINT" -> this.entrypoint.addAll(List.of(new JsonMapper().readValue(text, String[].class)));
			case "USER", "EXPOSE" -> assertThat(text).as(instruction).matches("[0-9 ]+");
			default -> throw new IllegalArgumentException(instruction);
		}
	}

	private void argument(String text) {
		int equals = text.indexOf('=');
		this.arguments.put("${" + text.substring(0, equals) + "}", text.substring(equals + 1));
	}

	private void enter(String path) throws IOException {
		this.directory = Files.createDirectories(resolve(this.stage, path));
	}

	private void from(String[] words) throws IOException {
		String name = (words.length == 3) ? words[2] : "last";
		this.stage = Files.createDirectories(this.images.resolve(name));
		this.stages.put("--from=" + name, this.stage);
	}

	private void copy(String[] words) throws IOException {
		boolean other = words.length == 3;
		String source = words[words.length - 2];
		Path target = resolve(this.directory, words[words.length - 1]);
		if (other) {
			Directories.copy(resolve(this.stages.get(words[0]), source), target);
			return;
		}
		for (Entry<String, String> argument : this.arguments.entrySet()) {
			source = source.replace(argument.getKey(), argument.getValue());
		}
		Path pattern = this.context.resolve(source);
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(pattern.getParent(),
				pattern.getFileName().toString())) {
			files.forEach(found::add);
		}
		assertThat(found).as(source).hasSize(1);
		Files.copy(found.get(0), Files.isDirectory(target) ? target.resolve(found.get(0).getFileName()) : target);
	}

	private void run(String command) throws IOException {
		File log = this.images.resolve("run.log").toFile();
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.to(log));
		String java = Path.of(System.getProperty("java.home"), "bin").toString();
		builder.environment().merge("PATH", java, (path, added) -> added + File.pathSeparator + path);
		builder.environment().putAll(this.environment);
		Process process = builder.start();
		try {
			assertThat(process.waitFor()).as(() -> command + ": " + read(log.toPath())).isZero();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroy();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path resolve(Path directory, String path) {
		return directory.resolve(path.startsWith("/") ? path.substring(1) : path).normalize();
	}

	/**
	 * What was built.
	 *
	 * @param directory the directory in which it is started
	 * @param entrypoint the command that starts it
	 */
	record Image(Path directory, List<String> entrypoint) {

	}

}

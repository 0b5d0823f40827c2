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

package io.muster.sample.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;

/**
 * A registry in a file: a line for each contact point. The test writes one file for each
 * node, so that nodes see what it wants them to see. A lookup fails if there is no file.
 * It has no annotation, because the component scan of the sample application would find
 * it in all tests.
 */
class FileContactPoints {

	static final String FILE = "test.contact-points";

	@Bean
	ContactPointSource fileContactPointSource(@Value("${" + FILE + "}") Path file) {
		return new FileSource(file);
	}

	/**
	 * Reads the file at each lookup.
	 */
	private record FileSource(Path file) implements ContactPointSource {

		@Override
		public Set<ContactPoint> lookup() throws IOException {
			return Files.readAllLines(this.file)
				.stream()
				.map(ContactPoint::tryParse)
				.map((contactPoint) -> contactPoint.orElseThrow())
				.collect(Collectors.toSet());
		}

		@Override
		public String description() {
			return "the registry in " + this.file.getFileName();
		}

	}

}

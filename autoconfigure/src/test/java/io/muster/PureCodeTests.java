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

package io.muster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.StringUtils;

import io.muster.contactpoint.ContactPointSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PureCode}: the rule finds what it forbids.
 */
class PureCodeTests {

	static final List<String> list = PureCode.LIST;

	private static final String[] PURE = { "io.muster.bootstrap.formation", "io.muster.bootstrap.decision" };

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(PURE);

	@ParameterizedTest
	@FieldSource("list")
	void everyLineOfTheListIsNeeded(String line) {
		List<String> shorter = new ArrayList<>(PureCode.LIST);
		shorter.remove(line);
		assertThat(PureCode.in(shorter, PURE).evaluate(classes).hasViolation()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { ReadsTheClock.class, ReadsTheWallClock.class, HoldsASupplier.class, TakesASupplier.class,
			UsesSpring.class, StartsAThread.class, LooksContactPointsUp.class, IsRandomByItself.class })
	void impureCodeIsFound(Class<?> impure) {
		JavaClasses imported = new ClassFileImporter().importClasses(impure);
		assertThat(PureCode.in("io.muster").evaluate(imported).hasViolation()).isTrue();
	}

	@Test
	void pureCodeIsNotFound() {
		JavaClasses imported = new ClassFileImporter().importClasses(IsPure.class);
		assertThat(PureCode.in("io.muster").evaluate(imported).getFailureReport().getDetails()).isEmpty();
	}

	static class ReadsTheClock {

		long now() {
			return System.nanoTime();
		}

	}

	static class ReadsTheWallClock {

		Object now() {
			return java.time.Instant.now();
		}

	}

	static class HoldsASupplier {

		Supplier<String> name = () -> "name";

	}

	record TakesASupplier(Supplier<String> name) {
	}

	static class UsesSpring {

		boolean isNamed(String name) {
			return StringUtils.hasText(name);
		}

	}

	static class StartsAThread {

		void start(Runnable task) {
			new Thread(task).start();
		}

	}

	static class LooksContactPointsUp {

		Object lookup(ContactPointSource source) {
			return source;
		}

	}

	static class IsRandomByItself {

		double next() {
			return Math.random();
		}

	}

	static class IsPure {

		String name(List<String> names) {
			return names.stream().findFirst().orElse("none");
		}

	}

}

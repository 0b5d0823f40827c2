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

package io.muster.bootstrap;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * Tests for hole R14: nothing is decided from the wall clock, and the functional core
 * reads no clock at all.
 */
class NoWallClockTests {

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.muster.bootstrap", "io.muster.contactpoint");

	@Test
	void bootstrapKnowsNoWallClock() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.belongToAnyOf(Clock.class, Instant.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class,
					Date.class)
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.check(this.classes);
	}

	@Test
	void onlyTheShellReadsAClock() {
		ArchRuleDefinition.noClasses()
			.that()
			.doNotHaveSimpleName(BootstrapCoordinator.class.getSimpleName())
			.should()
			.callMethod(System.class, "nanoTime")
			.check(this.classes);
	}

}

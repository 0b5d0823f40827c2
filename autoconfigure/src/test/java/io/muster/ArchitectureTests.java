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

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Tests that the packages depend on each other as the design says.
 */
@AnalyzeClasses(packages = "io.muster", importOptions = DoNotIncludeTests.class)
final class ArchitectureTests {

	@ArchTest
	static final ArchRule clusterKnowsNoneOfTheOthers = musterImports("io.muster.cluster", "io.muster.cluster");

	@ArchTest
	static final ArchRule theEngineKnowsTheClusterOnly = musterImports("io.muster.cluster.pekko",
			"io.muster.cluster.pekko", "io.muster.cluster");

	@ArchTest
	static final ArchRule contactPointsKnowTheClusterOnly = musterImports("io.muster.contactpoint",
			"io.muster.contactpoint", "io.muster.cluster");

	@ArchTest
	static final ArchRule bootstrapKnowsContactPointsAndTheCluster = musterImports("io.muster.bootstrap",
			"io.muster.bootstrap", "io.muster.contactpoint", "io.muster.cluster");

	@ArchTest
	static final ArchRule theActuatorKnowsNoConfiguration = musterImports("io.muster.actuate", "io.muster.actuate",
			"io.muster.bootstrap", "io.muster.contactpoint", "io.muster.cluster");

	@ArchTest
	static final ArchRule theClusterKnowsNoHttpNoDiscoveryAndNoPekko = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.muster.cluster")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.pekko..", "org.springframework.web..", "org.springframework.http..",
				"org.springframework.cloud..", "java.net.http..", "jakarta.servlet..");

	@ArchTest
	static final ArchRule onlyTheEngineAndItsConfigurationKnowPekko = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages("io.muster.cluster.pekko", "io.muster.autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.apache.pekko..");

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("io.muster.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule theFunctionalCoreHasNoClockNoThreadsNoSocketsAndNoSpring = ArchRuleDefinition.noClasses()
		.that(DescribedPredicate.describe("are the functional core", ArchitectureTests::isCore))
		.should()
		.dependOnClassesThat(JavaClass.Predicates
			.resideInAnyPackage("java.util.concurrent..", "java.net.http..", "org.springframework..")
			.or(DescribedPredicate.describe("tell the wall clock",
					(type) -> type.getName().equals("java.time.Clock") || type.getName().equals("java.time.Instant"))))
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(System.class, "nanoTime");

	@ArchTest
	static final ArchRule nobodySleeps = ArchRuleDefinition.noClasses()
		.should()
		.callMethod(Thread.class, "sleep", long.class);

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

	@ArchTest
	static final ArchRule beanMethodsArePackagePrivate = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule packagesAreNullMarked = ArchRuleDefinition.classes()
		.that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

	private ArchitectureTests() {
	}

	private static ArchRule musterImports(String from, String... allowed) {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(from)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.muster..")
				.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))));
	}

	private static boolean isCore(JavaClass type) {
		String name = type.getName();
		return name.matches(
				"io\\.muster\\.bootstrap\\.(Formation|Exploration|Progress|Client(Watch|JoinDecider)|Lookups|Contacts?|AnswerReader|Outbox|ProbeResults|JoinSupervision|Names|Decisions|FoundingConditions|ProbePace|VotingJoinDecider|"
						+ "RequiredNumber|ReadinessTrap|Discovery|Memory|LastKnownMembers?|SplitWatch|Split|Recollection|Introductions|LowestAddressJoinDecider|SeedNodes\\w+|Join(Decider|Decision|Supervision|Plan)|Bootstrap(Event|Command|Settings|Report))"
						+ "(\\$.*)?")
				&& !name.contains("Lifecycle");
	}

}

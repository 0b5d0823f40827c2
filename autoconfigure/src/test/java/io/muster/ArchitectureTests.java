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

import java.time.Duration;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.muster.contactpoint.local.LocalProcesses;

/**
 * Tests that the packages depend on each other as CONTRIBUTING.md shows.
 */
@AnalyzeClasses(packages = "io.muster", importOptions = DoNotIncludeTests.class)
final class ArchitectureTests {

	private static final String CLUSTER = "io.muster.cluster";

	private static final String CONSENSUS = "io.muster.consensus";

	private static final String LEADER = "io.muster.leader";

	private static final String CONTACT_POINT = "io.muster.contactpoint";

	private static final String DECISION = "io.muster.bootstrap.decision";

	private static final String FORMATION = "io.muster.bootstrap.formation";

	private static final String STORAGE = "io.muster.bootstrap.storage";

	private static final String BOOTSTRAP = "io.muster.bootstrap";

	private static final String OPERATIONS = "io.muster.operations";

	private static final String FILE = "io.muster.file";

	private static final String SECURITY = "io.muster.security";

	@ArchTest
	static final ArchRule securitySeesNoOtherPackage = sees(SECURITY);

	@ArchTest
	static final ArchRule filesSeeNoOtherPackage = sees(FILE);

	@ArchTest
	static final ArchRule clusterSeesNoOtherPackage = sees(CLUSTER);

	@ArchTest
	static final ArchRule theEngineSeesTheCluster = sees("io.muster.cluster.pekko", SECURITY, CLUSTER);

	@ArchTest
	static final ArchRule consensusSeesTheCluster = sees(CONSENSUS, CLUSTER);

	@ArchTest
	static final ArchRule leadershipsSeeConsensus = sees(LEADER, CONSENSUS, FILE, CLUSTER);

	@ArchTest
	static final ArchRule shedLockSeesLeaderships = sees("io.muster.leader.shedlock", LEADER);

	@ArchTest
	static final ArchRule springIntegrationSeesLeaderships = sees("io.muster.leader.integration", LEADER);

	@ArchTest
	static final ArchRule theLoadBalancerSeesLeaderships = sees("io.muster.leader.loadbalancer", LEADER, CLUSTER);

	@ArchTest
	static final ArchRule observationsSeeLeaderships = sees("io.muster.observation", LEADER, CLUSTER);

	@ArchTest
	static final ArchRule jdbcSeesLeaderships = sees("io.muster.leader.jdbc", LEADER);

	@ArchTest
	static final ArchRule contactPointsSeeTheCluster = sees(CONTACT_POINT, CLUSTER);

	@ArchTest
	static final ArchRule discoverySeesContactPoints = sees("io.muster.contactpoint.discovery", CONTACT_POINT, CLUSTER);

	@ArchTest
	static final ArchRule dnsSeesTheSelectionOfInstances = sees("io.muster.contactpoint.dns",
			"io.muster.contactpoint.discovery", CONTACT_POINT, CLUSTER);

	@ArchTest
	static final ArchRule configuredContactPointsSeeContactPoints = sees("io.muster.contactpoint.configured",
			CONTACT_POINT);

	@ArchTest
	static final ArchRule theProberSeesContactPoints = sees("io.muster.contactpoint.http", SECURITY, CONTACT_POINT,
			CLUSTER);

	@ArchTest
	static final ArchRule theRoutesSeeContactPoints = sees("io.muster.contactpoint.web", SECURITY, CONTACT_POINT,
			CLUSTER);

	@ArchTest
	static final ArchRule decisionsSeeContactPoints = sees(DECISION, CONTACT_POINT, CLUSTER);

	@ArchTest
	static final ArchRule formationSeesDecisions = sees(FORMATION, DECISION, CONTACT_POINT, CLUSTER);

	@ArchTest
	static final ArchRule storageSeesFormation = sees(STORAGE, FORMATION, DECISION, FILE, CONTACT_POINT, CLUSTER);

	@ArchTest
	static final ArchRule theShellSeesTheCore = sees(BOOTSTRAP, FORMATION, DECISION, STORAGE, SECURITY, CONTACT_POINT,
			CLUSTER);

	@ArchTest
	static final ArchRule operationsSeeTheShell = sees(OPERATIONS, BOOTSTRAP, FORMATION, DECISION, CONTACT_POINT,
			CLUSTER);

	@ArchTest
	static final ArchRule theActuatorSeesNoConfiguration = sees("io.muster.actuate", OPERATIONS, LEADER, CONSENSUS,
			BOOTSTRAP, FORMATION, DECISION, CONTACT_POINT, CLUSTER);

	@ArchTest
	static final ArchRule thePureCoreUsesWhatIsListed = PureCode.in(FORMATION, DECISION, CONSENSUS);

	@ArchTest
	static final ArchRule theClusterKnowsNoHttpNoDiscoveryAndNoPekko = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(CLUSTER)
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
	static final ArchRule onlyTheShellReadsTheClock = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage("io.muster.bootstrap..", "io.muster.contactpoint..", "io.muster.operations")
		.and()
		.doNotHaveFullyQualifiedName("io.muster.bootstrap.BootstrapCoordinator")
		.should()
		.callMethod(System.class, "nanoTime");

	@ArchTest
	static final ArchRule theWallClockDecidesNothing = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage("io.muster.bootstrap..", "io.muster.contactpoint..", "io.muster.operations")
		.and()
		// It compares two readings of when one process started.
		.doNotBelongToAnyOf(LocalProcesses.class)
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.dependOnClassesThat(DescribedPredicate.describe("tell the wall clock",
				(JavaClass type) -> type.getPackageName().startsWith("java.time")
						&& !type.isEquivalentTo(Duration.class)));

	@ArchTest
	static final ArchRule nothingSleeps = ArchRuleDefinition.noClasses()
		.should()
		.callMethod(Thread.class, "sleep", long.class);

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

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

	/**
	 * A package sees itself and the given packages of Muster, and no other.
	 */
	private static ArchRule sees(String from, String... others) {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(from)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.muster..")
				.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(from)))
				.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(others))));
	}

}

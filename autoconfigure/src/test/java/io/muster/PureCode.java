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
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * The rule of pure packages: their code uses what is on the list, and nothing else. What
 * is new is forbidden until it is put on the list.
 */
final class PureCode {

	static final List<String> LIST = List.of("java.lang", "java.util", "java.util.function", "java.util.random",
			"java.util.stream", "org.jspecify.annotations", "io.muster.contactpoint", "io.muster.cluster");

	/**
	 * Types of the listed packages that reach threads, processes, files, sockets, a clock
	 * or the engine.
	 */
	private static final Set<String> IMPURE = Set.of("java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Process",
			"java.lang.ProcessBuilder", "java.lang.ProcessHandle", "java.lang.Runtime", "java.lang.ClassLoader",
			"java.lang.System$Logger", "java.util.Calendar", "java.util.Date", "java.util.GregorianCalendar",
			"java.util.ResourceBundle", "java.util.Scanner", "java.util.ServiceLoader", "java.util.Timer",
			"java.util.TimerTask", "io.muster.cluster.Cluster", "io.muster.cluster.ClusterEngine",
			"io.muster.contactpoint.ContactPointProber", "io.muster.contactpoint.ContactPointSource",
			"io.muster.contactpoint.SeedNodesMapper");

	/**
	 * What a live value hides behind: a pure class gets values.
	 */
	private static final Set<Class<?>> LIVE = Set.of(Supplier.class, BooleanSupplier.class, IntSupplier.class,
			LongSupplier.class, DoubleSupplier.class, Callable.class);

	private PureCode() {
	}

	static ArchRule in(String... packages) {
		return in(LIST, packages);
	}

	static ArchRule in(List<String> list, String... packages) {
		return CompositeArchRule.of(usesWhatIsListed(list, packages))
			.and(holdsNoSupplier(packages))
			.and(readsNoClock(packages));
	}

	private static ArchRule usesWhatIsListed(List<String> list, String... packages) {
		return ArchRuleDefinition.classes()
			.that()
			.resideInAnyPackage(packages)
			.should()
			.onlyDependOnClassesThat(DescribedPredicate.describe("are on the list of the pure packages",
					(type) -> isListed(type.getBaseComponentType(), list, packages)));
	}

	private static boolean isListed(JavaClass type, List<String> list, String... packages) {
		return type.isPrimitive() || type.isEquivalentTo(Duration.class)
				|| ((JavaClass.Predicates.resideInAnyPackage(list.toArray(String[]::new))
					.or(JavaClass.Predicates.resideInAnyPackage(packages))).test(type)
						&& !IMPURE.contains(type.getName()));
	}

	/**
	 * A stream may take a supplier for its result; a field, a parameter or a component of
	 * a record must not hold one.
	 */
	private static ArchRule holdsNoSupplier(String... packages) {
		return ArchRuleDefinition.noFields()
			.that()
			.areDeclaredInClassesThat()
			.resideInAnyPackage(packages)
			.should()
			.haveRawType(DescribedPredicate.describe("is a supplier", PureCode::isLive))
			.because("a supplier may do I/O, or change between two calls: give the value in the event")
			.allowEmptyShould(true);
	}

	private static boolean isLive(JavaClass type) {
		return LIVE.stream().anyMatch(type::isAssignableTo);
	}

	private static ArchRule readsNoClock(String... packages) {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(packages)
			.should()
			.callMethodWhere(DescribedPredicate.describe("reads the clock, the environment or the machine",
					PureCode::readsTheMachine))
			.orShould()
			.accessField(System.class, "out")
			.orShould()
			.accessField(System.class, "err");
	}

	private static boolean readsTheMachine(JavaMethodCall call) {
		return call.getTargetOwner().isEquivalentTo(System.class) && !call.getName().equals("arraycopy")
				|| (call.getTargetOwner().isEquivalentTo(Math.class) && call.getName().equals("random"));
	}

}

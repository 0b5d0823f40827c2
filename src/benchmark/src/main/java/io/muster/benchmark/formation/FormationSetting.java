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

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the processes of both contenders are started, and what they do.
 */
public enum FormationSetting {

	/**
	 * The executable jars, with the JVM's defaults.
	 */
	PLAIN("executable jars", Packaging.JAR,
			List.of(FormationContender.MUSTER, FormationContender.PEER, FormationContender.TUNED_PEER),
			Map.of(FormationScenario.THREE_FOUND, 0.20, FormationScenario.FOURTH_JOINS, 0.25,
					FormationScenario.FIVE_FOUND, 0.35)),

	/**
	 * Extracted, with an archive of the classes of a node that joined.
	 */
	ARCHIVED("archives of classes", Packaging.JOINED, List.of(FormationContender.MUSTER, FormationContender.PEER),
			Map.of(FormationScenario.THREE_FOUND, 0.10, FormationScenario.FOURTH_JOINS, 0.20,
					FormationScenario.FIVE_FOUND, 0.15)),

	/**
	 * As many processes as a small machine carries: archives of classes, and the quick
	 * compiler alone.
	 */
	MANY("archives of classes, TieredStopAtLevel=1", Packaging.QUICK,
			List.of(FormationContender.MUSTER, FormationContender.PEER), Map.of(FormationScenario.TWENTY_FOUND, 0.25));

	private final String label;

	private final Packaging packaging;

	private final List<FormationContender> contenders;

	private final Map<FormationScenario, Double> aims;

	FormationSetting(String label, Packaging packaging, List<FormationContender> contenders,
			Map<FormationScenario, Double> aims) {
		this.label = label;
		this.packaging = packaging;
		this.contenders = contenders;
		this.aims = aims;
	}

	String label() {
		return this.label;
	}

	Packaging packaging() {
		return this.packaging;
	}

	List<FormationContender> contenders() {
		return this.contenders;
	}

	/**
	 * Return how much of the peer's time is good, {@code null} if nodes do not do this.
	 */
	@Nullable Double aim(FormationScenario scenario) {
		return this.aims.get(scenario);
	}

}

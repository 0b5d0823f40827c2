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

/**
 * What nodes do to become one cluster.
 */
enum FormationScenario {

	/**
	 * Three nodes start together.
	 */
	THREE_FOUND("three found", 1 / 7.0),

	/**
	 * Five nodes start together.
	 */
	FIVE_FOUND("five found", 1 / 7.0),

	/**
	 * One more node starts when three are a cluster.
	 */
	FOURTH_JOINS("a fourth joins", 1 / 4.0);

	private final String label;

	private final double aim;

	FormationScenario(String label, double aim) {
		this.label = label;
		this.aim = aim;
	}

	String label() {
		return this.label;
	}

	/**
	 * Return how much of the peer's time is good.
	 */
	double aim() {
		return this.aim;
	}

}

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
	THREE_FOUND("three found"),

	/**
	 * One more node starts when three are a cluster.
	 */
	FOURTH_JOINS("a fourth joins"),

	/**
	 * Five nodes start together.
	 */
	FIVE_FOUND("five found"),

	/**
	 * Twenty nodes start together.
	 */
	TWENTY_FOUND("twenty found");

	private final String label;

	FormationScenario(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

}

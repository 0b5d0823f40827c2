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

/**
 * How an application is packaged and started.
 */
enum Packaging {

	/**
	 * The executable jar.
	 */
	JAR("executable jar", false, List.of()),

	/**
	 * Extracted from it.
	 */
	EXTRACTED("extracted", false, List.of()),

	/**
	 * Extracted, with the classes that one node loads that ends when its context is
	 * there.
	 */
	CONTEXT("archive of a context", true, List.of()),

	/**
	 * Extracted, with the classes that a node loads that joins others.
	 */
	JOINED("archive of a node that joined", true, List.of()),

	/**
	 * The same, with the serial garbage collector in place of the JVM's choice.
	 */
	SERIAL("that archive, SerialGC", true, List.of("-XX:+UseSerialGC")),

	/**
	 * The same, with the quick compiler alone, as the demo is started.
	 */
	QUICK("that archive, TieredStopAtLevel=1", true, List.of("-XX:TieredStopAtLevel=1"));

	private final String label;

	private final boolean archived;

	private final List<String> options;

	Packaging(String label, boolean archived, List<String> options) {
		this.label = label;
		this.archived = archived;
		this.options = options;
	}

	String label() {
		return this.label;
	}

	/**
	 * Return whether the JVM is given an archive of classes.
	 */
	boolean isArchived() {
		return this.archived;
	}

	/**
	 * Return further options of the JVM.
	 */
	List<String> options() {
		return this.options;
	}

}

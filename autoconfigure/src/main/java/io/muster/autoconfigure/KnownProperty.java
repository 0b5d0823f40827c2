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

package io.muster.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * A property of {@link MusterProperties}, with the names under which Spring Boot finds it
 * in system properties and in the environment.
 *
 * @param name its canonical name
 * @param type whether it has elements
 */
record KnownProperty(String name, Type type) {

	private static final String PREFIX = "muster";

	static final List<KnownProperty> ALL = of(PREFIX, MusterProperties.class);

	private static List<KnownProperty> of(String prefix, Class<?> type) {
		List<KnownProperty> properties = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
			if (component.getType().isRecord()) {
				properties.addAll(of(name, component.getType()));
			}
			else {
				properties.add(new KnownProperty(name, Type.of(component.getType())));
			}
		}
		return List.copyOf(properties);
	}

	/**
	 * Return whether a property is or may be one of Muster's, known or not.
	 */
	static boolean isCandidate(String property) {
		String start = PREFIX + ".";
		return property.regionMatches(true, 0, start, 0, start.length());
	}

	/**
	 * Return whether an environment variable is or may be one of Muster's, known or not.
	 */
	static boolean isCandidateVariable(String variable) {
		String start = PREFIX + "_";
		return variable.regionMatches(true, 0, start, 0, start.length()) || isCandidate(variable);
	}

	/**
	 * Return whether a property sets this one or an element of it. Case, dashes and
	 * underscores do not matter.
	 */
	boolean matches(String property) {
		return this.type.matches(property.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""), this.name.replace("-", ""),
				"\\[\\d+].*", "[.\\[].+");
	}

	/**
	 * Return whether an environment variable sets this property or an element of it.
	 * Dashes are left out, or all of them are underscores, which is not possible for
	 * elements of a map.
	 */
	boolean matchesVariable(String variable) {
		if (variable.indexOf('.') >= 0) {
			return matches(variable);
		}
		String upper = variable.toUpperCase(Locale.ROOT);
		return this.type.matches(upper, variable(), "(_\\d+)+", "_.+")
				|| (this.type != Type.MAP && this.type.matches(upper, legacyVariable(), "(_\\d+)+", "_.+"));
	}

	/**
	 * Return the name of the environment variable that sets this property.
	 */
	String variable() {
		return this.name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	private String legacyVariable() {
		return this.name.replaceAll("[-.]", "_").toUpperCase(Locale.ROOT);
	}

	/**
	 * Return the known property whose name is most like that of an unknown one.
	 * @return the property, {@code null} if none is similar
	 */
	static @Nullable KnownProperty nearest(String unknown) {
		String letters = letters(unknown);
		return ALL.stream()
			.filter((known) -> distance(letters, letters(known.name)) <= Math.max(2, letters.length() / 4))
			.min(Comparator.comparingInt((known) -> distance(letters, letters(known.name))))
			.orElse(null);
	}

	private static String letters(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
	}

	/**
	 * Return how many letters have to be inserted, deleted or replaced.
	 */
	private static int distance(String one, String other) {
		int[] distances = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			distances[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = distances[0];
			distances[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = distances[j];
				distances[j] = Math.min(replaced, 1 + Math.min(distances[j], distances[j - 1]));
			}
		}
		return distances[other.length()];
	}

	/**
	 * Whether a property has elements.
	 */
	enum Type {

		/**
		 * A single value.
		 */
		VALUE,

		/**
		 * A list or a set.
		 */
		LIST,

		/**
		 * A map.
		 */
		MAP;

		private static Type of(Class<?> type) {
			if (Map.class.isAssignableFrom(type)) {
				return MAP;
			}
			return Collection.class.isAssignableFrom(type) ? LIST : VALUE;
		}

		private boolean matches(String name, String known, String index, String key) {
			if (!name.startsWith(known)) {
				return false;
			}
			String rest = name.substring(known.length());
			return switch (this) {
				case VALUE -> rest.isEmpty();
				case LIST -> rest.isEmpty() || rest.matches(index);
				case MAP -> rest.isEmpty() || rest.matches(key);
			};
		}

	}

}

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

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Checks the values of properties. An invalid value stops the application with a failure
 * analysis that names the property and what it must be.
 */
final class PropertyChecks {

	private PropertyChecks() {
	}

	static Duration positive(String property, Duration value) {
		check(!value.isNegative() && value.toMillis() > 0, property, value,
				"Must be at least a millisecond, for example 1s.");
		return value;
	}

	static Duration notNegative(String property, Duration value) {
		check(!value.isNegative(), property, value, "Must not be negative.");
		return value;
	}

	static int notNegative(String property, int value) {
		check(value >= 0, property, value, "Must be 0 (no limit) or positive.");
		return value;
	}

	static double share(String property, double value) {
		check(value >= 0 && value <= 1, property, value, "Must be between 0 and 1. For example, 0.2 adds up to 20 %.");
		return value;
	}

	static int port(String property, int value, int lowest) {
		check(value >= lowest && value <= 65535, property, value,
				"Must be a port between %d and 65535.".formatted(lowest));
		return value;
	}

	static @Nullable String oneOf(String property, @Nullable String value, String... allowed) {
		check(value == null || Set.of(allowed).contains(value), property, value,
				"Must be one of " + String.join(", ", allowed) + ".");
		return value;
	}

	static void check(boolean valid, String property, @Nullable Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(property, value, reason);
		}
	}

}

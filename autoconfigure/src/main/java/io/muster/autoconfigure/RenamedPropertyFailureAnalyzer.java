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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * {@link AbstractFailureAnalyzer} that names the new property to an application that sets
 * {@code muster.cluster.role}. It runs before Spring Boot's own analyzer of unknown
 * properties.
 */
@Order(0)
final class RenamedPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName ROLE = ConfigurationPropertyName.of("muster.cluster.role");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		boolean role = cause.getUnboundProperties().stream().anyMatch((property) -> property.getName().equals(ROLE));
		return role ? new FailureAnalysis("There is no property '%s'.".formatted(ROLE),
				"Set 'muster.cluster.client=true' on clients, and nothing on servers.", cause) : null;
	}

}

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

import java.util.Set;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.muster.autoconfigure.MusterProperties.DiscoveryMethod;

/**
 * {@link SpringBootCondition} for {@link ConditionalOnDiscoveryMethod}.
 */
class OnDiscoveryMethodCondition extends SpringBootCondition {

	static final String PROPERTY = "muster.bootstrap.contact-point-discovery.discovery-method";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		DiscoveryMethod method = metadata.getAnnotations()
			.get(ConditionalOnDiscoveryMethod.class)
			.getEnum(MergedAnnotation.VALUE, DiscoveryMethod.class);
		Set<DiscoveryMethod> methods = methods(context.getEnvironment());
		return new ConditionOutcome(methods.contains(method),
				ConditionMessage.forCondition(ConditionalOnDiscoveryMethod.class, method)
					.because(PROPERTY + " is " + methods));
	}

	static Set<DiscoveryMethod> methods(Environment environment) {
		return Binder.get(environment)
			.bind(PROPERTY, Bindable.setOf(DiscoveryMethod.class))
			.orElse(Set.of(DiscoveryMethod.DISCOVERY_CLIENT));
	}

}

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

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition Condition} that matches if there is a token, without which
 * nothing is heard.
 */
final class OnTokenRequiredCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		boolean present = !Binder.get(environment)
			.bind("muster.security.token", Bindable.listOf(String.class))
			.orElse(List.of())
			.isEmpty();
		boolean required = environment.getProperty("muster.security.token-required", Boolean.class, true);
		ConditionMessage.Builder message = ConditionMessage.forCondition("Token of the cluster");
		return (present && required) ? ConditionOutcome.match(message.because("what is not signed is refused"))
				: ConditionOutcome
					.noMatch(message.because(present ? "what is not signed is heard as well" : "there is none"));
	}

}

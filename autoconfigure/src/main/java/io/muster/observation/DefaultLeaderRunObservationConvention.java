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

package io.muster.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import org.springframework.util.StringUtils;

import io.muster.observation.MusterObservationDocumentation.LeaderRunKeyNames;

/**
 * Default {@link LeaderRunObservationConvention}.
 */
public class DefaultLeaderRunObservationConvention implements LeaderRunObservationConvention {

	private static final String NAME = "muster.leader.run";

	private static final String APPLICATION = "application";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(LeaderRunObservationContext context) {
		return "leader " + StringUtils.uncapitalize(context.getTargetClass().getSimpleName()) + "."
				+ context.getMethod().getName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(LeaderRunObservationContext context) {
		return KeyValues.of(LeaderRunKeyNames.CLUSTER.withValue(context.getCluster()), role(context),
				LeaderRunKeyNames.CODE_FUNCTION.withValue(context.getMethod().getName()), codeNamespace(context),
				exception(context), outcome(context));
	}

	/**
	 * Return the role.
	 * @param context the context
	 * @return the key value
	 */
	protected KeyValue role(LeaderRunObservationContext context) {
		return LeaderRunKeyNames.ROLE.withValue(context.getRole().isEmpty() ? APPLICATION : context.getRole());
	}

	/**
	 * Return the class that the method runs in.
	 * @param context the context
	 * @return the key value
	 */
	protected KeyValue codeNamespace(LeaderRunObservationContext context) {
		String name = context.getTargetClass().getCanonicalName();
		return LeaderRunKeyNames.CODE_NAMESPACE.withValue((name != null) ? name : "ANONYMOUS");
	}

	/**
	 * Return the exception that the method threw.
	 * @param context the context
	 * @return the key value
	 */
	protected KeyValue exception(LeaderRunObservationContext context) {
		Throwable error = context.getError();
		return LeaderRunKeyNames.EXCEPTION
			.withValue((error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE);
	}

	/**
	 * Return how the run ended.
	 * @param context the context
	 * @return the key value
	 */
	protected KeyValue outcome(LeaderRunObservationContext context) {
		if (context.isLost()) {
			return LeaderRunKeyNames.OUTCOME.withValue("LOST");
		}
		return LeaderRunKeyNames.OUTCOME.withValue((context.getError() != null) ? "ERROR" : "SUCCESS");
	}

}

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

import io.muster.observation.MusterObservationDocumentation.JoinKeyNames;

/**
 * Default {@link JoinObservationConvention}.
 */
public class DefaultJoinObservationConvention implements JoinObservationConvention {

	private static final String NAME = "muster.bootstrap.join";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(JoinObservationContext context) {
		return "join " + context.getCluster();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(JoinObservationContext context) {
		return KeyValues.of(JoinKeyNames.CLUSTER.withValue(context.getCluster()), entry(context), outcome(context));
	}

	/**
	 * Return how this node became a member.
	 * @param context the context
	 * @return the key value
	 */
	protected KeyValue entry(JoinObservationContext context) {
		if (context.getMember() == null) {
			return JoinKeyNames.ENTRY.withValue(KeyValue.NONE_VALUE);
		}
		return JoinKeyNames.ENTRY.withValue(context.isFounded() ? "founded" : "joined");
	}

	/**
	 * Return whether this node became a member.
	 * @param context the context
	 * @return the key value
	 */
	protected KeyValue outcome(JoinObservationContext context) {
		return JoinKeyNames.OUTCOME.withValue((context.getMember() != null) ? "SUCCESS" : "UNKNOWN");
	}

}

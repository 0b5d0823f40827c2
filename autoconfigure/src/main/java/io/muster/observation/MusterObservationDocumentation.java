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
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

import io.muster.leader.OnLeader;

/**
 * The observations of Muster, and their {@link KeyValue key values}.
 */
public enum MusterObservationDocumentation implements ObservationDocumentation {

	/**
	 * A run of a method with {@link OnLeader @OnLeader} on the server that leads.
	 */
	LEADER_RUN {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultLeaderRunObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LeaderRunKeyNames.values();
		}

	},

	/**
	 * The time from when the engine of this node has started until it is a member.
	 */
	BOOTSTRAP_JOIN {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultJoinObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return JoinKeyNames.values();
		}

	};

	/**
	 * Key names of {@link #LEADER_RUN}, all of low cardinality.
	 */
	public enum LeaderRunKeyNames implements KeyName {

		/**
		 * Name of the cluster.
		 */
		CLUSTER {

			@Override
			public String asString() {
				return "cluster";
			}

		},

		/**
		 * The role that the method needs, {@code application} for that of the
		 * application.
		 */
		ROLE {

			@Override
			public String asString() {
				return "role";
			}

		},

		/**
		 * Name of the method.
		 */
		CODE_FUNCTION {

			@Override
			public String asString() {
				return "code.function";
			}

		},

		/**
		 * {@link Class#getCanonicalName() Canonical name} of the class that the method
		 * runs in.
		 */
		CODE_NAMESPACE {

			@Override
			public String asString() {
				return "code.namespace";
			}

		},

		/**
		 * Name of the exception that the method threw, or {@value KeyValue#NONE_VALUE}.
		 */
		EXCEPTION {

			@Override
			public String asString() {
				return "exception";
			}

		},

		/**
		 * {@code SUCCESS}, {@code ERROR}, or {@code LOST}: when the method ended, by
		 * itself or by an exception, its term of the leadership had ended.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

	/**
	 * Key names of {@link #BOOTSTRAP_JOIN}, all of low cardinality.
	 */
	public enum JoinKeyNames implements KeyName {

		/**
		 * Name of the cluster.
		 */
		CLUSTER {

			@Override
			public String asString() {
				return "cluster";
			}

		},

		/**
		 * {@code founded} on the oldest member, {@code joined} on others, or
		 * {@value KeyValue#NONE_VALUE}.
		 */
		ENTRY {

			@Override
			public String asString() {
				return "entry";
			}

		},

		/**
		 * {@code SUCCESS}, or {@code UNKNOWN} if the node stopped before it was a member.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}

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

package io.muster.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a node answers to its page.
 *
 * @param cluster its cluster
 * @param leadership who leads, {@code null} if that endpoint is not exposed
 * @param bootstrap how it joins, {@code null} if that endpoint is not exposed
 */
record PageState(ClusterDescriptor cluster, @Nullable LeadershipDescriptor leadership,
		@Nullable BootstrapDescriptor bootstrap) {

	@Nullable Object at(String path) {
		return switch (path) {
			case "/cluster" -> this.cluster;
			case "/leadership" -> this.leadership;
			case "/bootstrap" -> this.bootstrap;
			default -> null;
		};
	}

	PageState exposingTheClusterOnly() {
		return new PageState(this.cluster, null, null);
	}

	PageState withOperations() {
		LeadershipDescriptor leadership = this.leadership;
		return new PageState(this.cluster.withOperations(List.of("join", "leave", "remove")),
				(leadership != null) ? leadership.withOperations(List.of("yield")) : null, this.bootstrap);
	}

}

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

package io.muster.bootstrap.formation;

import java.util.Optional;

import io.muster.bootstrap.decision.BootstrapSettings;

/**
 * Warns of a required number of nodes that is questionable, once for each reason.
 */
final class RequiredNumber {

	private static final String PROPERTY = "muster.bootstrap.contact-point-discovery.required-contact-point-nr";

	private final int required;

	private final boolean byDefault;

	private boolean warnedOfMinority;

	private final boolean client;

	RequiredNumber(BootstrapSettings settings) {
		this.client = settings.profile().client();
		this.required = settings.requiredContactPointNr();
		this.byDefault = settings.requiredByDefault();
	}

	Optional<String> questionable() {
		if (this.client) {
			return Optional.empty();
		}
		if (this.required == 1 && !this.byDefault) {
			return Optional
				.of(PROPERTY + " is 1: this node founds a cluster alone when it finds no other node, so that two such "
						+ "nodes that do not find each other make two clusters. Set it to the number of replicas");
		}
		if (this.required % 2 == 0 && !this.byDefault) {
			return Optional.of("%s is %d: an even number tolerates no more failures than %d does. Prefer an odd number"
				.formatted(PROPERTY, this.required, this.required - 1));
		}
		return Optional.empty();
	}

	Optional<String> minorityOf(int contactPoints) {
		if (this.client || this.warnedOfMinority || this.required == 1 || this.required * 2 > contactPoints) {
			return Optional.empty();
		}
		this.warnedOfMinority = true;
		return Optional.of(("%s is %d, which is no majority of the %d contact points: two halves that do not see each "
				+ "other could each found a cluster. Set it to the number of replicas")
			.formatted(PROPERTY, this.required, contactPoints));
	}

}

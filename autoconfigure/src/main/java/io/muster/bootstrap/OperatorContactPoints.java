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

package io.muster.bootstrap;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.muster.contactpoint.ContactPoint;

/**
 * The contact points that operators gave to this process, the latest ones first. All
 * incarnations of the node probe them. May be used by any thread.
 */
final class OperatorContactPoints {

	private static final int MAX = 100;

	private volatile Set<ContactPoint> contactPoints = Set.of();

	synchronized void add(Collection<ContactPoint> more) {
		Set<ContactPoint> all = new LinkedHashSet<>(more);
		all.addAll(this.contactPoints);
		this.contactPoints = all.stream().limit(MAX).collect(Collectors.toUnmodifiableSet());
	}

	boolean isEmpty() {
		return this.contactPoints.isEmpty();
	}

	Set<ContactPoint> get() {
		return this.contactPoints;
	}

}

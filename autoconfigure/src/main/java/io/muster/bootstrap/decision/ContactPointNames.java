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

package io.muster.bootstrap.decision;

import java.util.Collection;
import java.util.stream.Collectors;

import io.muster.contactpoint.ContactPoint;

/**
 * Names contact points in a message: the first few, and how many more there are. A line
 * of the log must stay readable with hundreds of nodes.
 */
public final class ContactPointNames {

	static final int MAX = 5;

	private ContactPointNames() {
	}

	public static String of(Collection<ContactPoint> contactPoints) {
		String names = contactPoints.stream()
			.sorted()
			.limit(MAX)
			.map(ContactPoint::toString)
			.collect(Collectors.joining(", "));
		int more = contactPoints.size() - MAX;
		return (more > 0) ? "%s and %d more".formatted(names, more) : names;
	}

}

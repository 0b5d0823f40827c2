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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

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
		List<ContactPoint> sorted = new ArrayList<>(contactPoints);
		Collections.sort(sorted);
		StringJoiner names = new StringJoiner(", ");
		for (ContactPoint contactPoint : sorted.subList(0, Math.min(sorted.size(), MAX))) {
			names.add(contactPoint.toString());
		}
		int more = sorted.size() - MAX;
		return (more > 0) ? names + " and " + more + " more" : names.toString();
	}

}

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

package io.muster.operations;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointParser;
import io.muster.operations.JoinOutcome.Failure;
import io.muster.operations.OperationRefusedException.Kind;

/**
 * Reads the addresses of a join.
 */
final class JoinAddresses {

	/**
	 * The largest number of addresses in one join.
	 */
	static final int MAX = 100;

	private final ContactPointParser parser;

	JoinAddresses(ContactPointParser parser) {
		this.parser = parser;
	}

	/**
	 * Read addresses.
	 * @param addresses the addresses as the operator wrote them
	 * @return the contact points, each once, by the address as it was written
	 * @throws OperationRefusedException if there are none, or too many, or if one of them
	 * cannot be read
	 */
	Map<String, ContactPoint> parse(Collection<String> addresses) {
		if (addresses.isEmpty()) {
			throw new OperationRefusedException(Kind.INVALID, "At least one address to join must be specified");
		}
		if (addresses.size() > MAX) {
			throw new OperationRefusedException(Kind.INVALID,
					"%d addresses are too many, %d are the most: one node of a cluster is enough, and leads to the others"
						.formatted(addresses.size(), MAX));
		}
		Map<String, ContactPoint> parsed = new LinkedHashMap<>();
		List<Failure> failures = new ArrayList<>();
		for (@Nullable
		String address : addresses) {
			try {
				String text = (address != null) ? address : "";
				ContactPoint contactPoint = this.parser.parse(text);
				if (!parsed.containsValue(contactPoint)) {
					parsed.put(text, contactPoint);
				}
			}
			catch (IllegalArgumentException ex) {
				failures.add(new Failure(String.valueOf(address), String.valueOf(ex.getMessage())));
			}
		}
		if (!failures.isEmpty()) {
			throw new OperationRefusedException(Kind.INVALID, failures.get(0).reason(), failures);
		}
		return parsed;
	}

}

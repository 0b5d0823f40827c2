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

package io.muster.contactpoint;

import java.util.Set;

/**
 * Thrown by a {@link ContactPointSource} that could look up only some contact points.
 * These are the result of the lookup. The message is shown to operators.
 */
@SuppressWarnings("serial")
public final class IncompleteLookupException extends Exception {

	private final transient Set<ContactPoint> found;

	/**
	 * Create an exception.
	 * @param found the contact points that were found
	 * @param message what was not found and why, without a full stop
	 */
	public IncompleteLookupException(Set<ContactPoint> found, String message) {
		super(message);
		this.found = Set.copyOf(found);
	}

	/**
	 * Return the contact points that were found.
	 * @return the contact points
	 */
	public Set<ContactPoint> found() {
		return this.found;
	}

}

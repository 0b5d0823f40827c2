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
 * Where contact points come from. Every bean of this type contributes; a source that
 * fails keeps what it said last and does not hinder the others.
 */
@FunctionalInterface
public interface ContactPointSource {

	/**
	 * Look up the contact points of all replicas. This node's own need not be among them.
	 * May block, on a thread of its own, and is interrupted after the resolve timeout.
	 * @return the contact points, in any order
	 * @throws IncompleteLookupException if only some can be looked up, which count
	 * @throws Exception if they can not be looked up; tried again with growing intervals
	 */
	Set<ContactPoint> lookup() throws Exception;

	/**
	 * Return what this source asks, in words for an operator.
	 * @return the description, the same at every call and unlike that of other sources
	 */
	default String description() {
		return getClass().getSimpleName();
	}

}

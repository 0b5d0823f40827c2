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
 * Looks up contact points. The results of all beans of this type are united. If a source
 * fails, its last result counts, and the others are not affected.
 */
@FunctionalInterface
public interface ContactPointSource {

	/**
	 * Look up the contact points of all nodes. This node's own may be missing. Called on
	 * a thread of its own, so the method may block. It is interrupted after the resolve
	 * timeout.
	 * @return the contact points, in any order
	 * @throws IncompleteLookupException if only some could be looked up. These count
	 * @throws Exception if the lookup failed. It is repeated with growing intervals
	 */
	Set<ContactPoint> lookup() throws Exception;

	/**
	 * Return what this source looks up, for operators.
	 * @return the description, the same at every call and different from that of other
	 * sources
	 */
	default String description() {
		return getClass().getSimpleName();
	}

}

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

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * Finds out where this node itself answers probes. Called when bootstrap starts, and
 * again with each lookup, because a registration may come late.
 */
@FunctionalInterface
public interface SelfContactPointSource {

	/**
	 * Return where this node answers probes.
	 * @return the contact point, {@code null} if this node has no web server
	 */
	@Nullable ContactPoint local();

	/**
	 * Return the other names of the same server: its addresses on this machine, and what
	 * it is registered as. May do I/O.
	 * @return the contact points, none unless overridden
	 */
	default Set<ContactPoint> aliases() {
		return Set.of();
	}

}

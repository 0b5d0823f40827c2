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

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * This node's own contact point, as far as it is known without a probe.
 *
 * @param local where this node answers probes, {@code null} if it has no web server and
 * no other node can join through it
 * @param aliases other names of the same server: its addresses on this machine and what
 * it is registered as
 */
public record SelfContactPoint(@Nullable ContactPoint local, Set<ContactPoint> aliases) {

	/**
	 * The contact point of a node without a web server.
	 */
	public static final SelfContactPoint NONE = new SelfContactPoint(null, Set.of());

	public SelfContactPoint {
		aliases = Set.copyOf(aliases);
	}

	/**
	 * Create one without other names.
	 * @param contactPoint where this node answers probes
	 * @return this node's contact point
	 */
	public static SelfContactPoint of(ContactPoint contactPoint) {
		return new SelfContactPoint(contactPoint, Set.of());
	}

	/**
	 * Return whether a contact point is this node's own, whatever its scheme and path.
	 * @param contactPoint the contact point
	 * @return {@code false} always if this node has no web server
	 */
	public boolean matches(ContactPoint contactPoint) {
		return this.local != null && (contactPoint.isSameServer(this.local)
				|| this.aliases.stream().anyMatch(contactPoint::isSameServer));
	}

	/**
	 * Return where this node answers probes, for a message; {@code null} if nowhere.
	 */
	@Nullable String describe() {
		return (this.local != null) ? this.local.toString() : null;
	}

}

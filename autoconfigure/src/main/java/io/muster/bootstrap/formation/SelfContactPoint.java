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

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * This node's own contact point, known without asking anybody.
 *
 * @param local where this node answers probes, {@code null} if it has no web server and
 * therefore can be joined by nobody
 * @param aliases other names of the same server: its addresses on this machine and what
 * it is registered as, asked anew each time because registration may come late
 */
public record SelfContactPoint(@Nullable ContactPoint local, Supplier<Set<ContactPoint>> aliases) {

	/**
	 * The contact point of a node without a web server.
	 */
	public static final SelfContactPoint NONE = new SelfContactPoint(null, Set::of);

	/**
	 * Create one without other names.
	 * @param contactPoint where this node answers probes
	 * @return this node's contact point
	 */
	public static SelfContactPoint of(ContactPoint contactPoint) {
		return new SelfContactPoint(contactPoint, Set::of);
	}

	/**
	 * Return where this node answers probes, as people read it; {@code null} if nowhere.
	 */
	@Nullable String describe() {
		return (this.local != null) ? this.local.toString() : null;
	}

	/**
	 * Return what tells this node's own contact points from others, as they are now. The
	 * aliases are asked for once: to list a machine's addresses takes time.
	 */
	public Predicate<ContactPoint> matcher() {
		if (this.local == null) {
			return (contactPoint) -> false;
		}
		Set<ContactPoint> names = new HashSet<>(this.aliases.get());
		names.add(this.local);
		return (contactPoint) -> names.stream().anyMatch(contactPoint::isSameServer);
	}

}

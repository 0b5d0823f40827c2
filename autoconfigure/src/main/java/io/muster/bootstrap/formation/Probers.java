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

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;

/**
 * The nodes that probed this one lately. Those at known contact points are alive, even if
 * this node cannot probe them. The others do not count, because no source lists them: an
 * operator has to know that they exist.
 */
final class Probers {

	/**
	 * The most unknown probers that are kept. Any sender may claim to be one, so their
	 * number needs a limit.
	 */
	static final int MAX = 20;

	/**
	 * How long a probe shows at least that the prober is alive, in milliseconds.
	 */
	private static final long ALIVE_MILLIS = 30_000;

	private final ContactPointStates contacts;

	private final Map<ContactPoint, Sighting> unknown = new LinkedHashMap<>();

	Probers(ContactPointStates contacts) {
		this.contacts = contacts;
	}

	/**
	 * Note that a node probed this one. Clients do not count in any case.
	 */
	void heard(Announcement announcement, long now) {
		if (announcement.client() || this.contacts.isSelf(announcement.contactPoint())
				|| this.contacts.heard(announcement, now)) {
			this.unknown.remove(announcement.contactPoint());
			return;
		}
		this.unknown.remove(announcement.contactPoint());
		this.unknown.put(announcement.contactPoint(), new Sighting(announcement, now));
		if (this.unknown.size() > MAX) {
			Iterator<ContactPoint> oldest = this.unknown.keySet().iterator();
			oldest.next();
			oldest.remove();
		}
	}

	/**
	 * Return the nodes that probed this one lately from contact points that are not
	 * known, in the order of these.
	 */
	List<Announcement> unknown(long now) {
		if (this.unknown.isEmpty()) {
			return List.of();
		}
		long aliveMillis = aliveMillis();
		this.unknown.values()
			.removeIf(
					(sighting) -> now - sighting.at() > aliveMillis || this.contacts.isKnown(sighting.announcement()));
		return this.unknown.values()
			.stream()
			.map(Sighting::announcement)
			.sorted((one, other) -> one.contactPoint().compareTo(other.contactPoint()))
			.toList();
	}

	/**
	 * Return how long a probe shows that the prober is alive, in milliseconds. With many
	 * contact points, a node probes each of them seldom.
	 */
	long aliveMillis() {
		return Math.max(ALIVE_MILLIS, this.contacts.freshnessAtRest());
	}

	private record Sighting(Announcement announcement, long at) {
	}

}

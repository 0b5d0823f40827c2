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

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.ContactPointNames;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.contactpoint.ContactPoint;

/**
 * Takes over what sources of contact points say, and says what is new about it.
 */
final class Discovery {

	private static final String CONTACT_POINTS = "muster.bootstrap.contact-point-discovery.contact-points";

	private final Lookups lookups;

	private final ContactPointStates contacts;

	private final RequiredNumber requiredNumber;

	private final Effects outbox;

	private SelfContactPoint self = SelfContactPoint.NONE;

	private boolean answered;

	private boolean watching;

	Discovery(BootstrapSettings settings, Lookups lookups, ContactPointStates contacts, Effects outbox) {
		this.lookups = lookups;
		this.contacts = contacts;
		this.requiredNumber = new RequiredNumber(settings);
		this.outbox = outbox;
	}

	void begin(SelfContactPoint self, long now) {
		this.self = self;
		if (this.lookups.isEmpty()) {
			this.answered = true;
			this.contacts.begin(now);
			this.outbox.warn(now,
					"There is no source of contact points: the application has neither a "
							+ "DiscoveryClient nor a ContactPointSource bean. Add the starter of a registry, or set "
							+ CONTACT_POINTS);
		}
		this.requiredNumber.questionable().ifPresent((warning) -> this.outbox.warn(now, warning));
	}

	/**
	 * Only watch from now on, for a second cluster, and say nothing about it.
	 */
	void watch(long now) {
		this.watching = true;
		this.lookups.watch();
		this.contacts.watch(this.self, now);
	}

	/**
	 * Return whether any source has answered.
	 */
	boolean hasAnswered() {
		return this.answered;
	}

	void succeeded(Discovered event, long now) {
		this.lookups.succeeded(event.source(), event.contactPoints(), now);
		if (this.lookups.missing(event.source(), event.missing()) && !this.watching) {
			this.outbox.warn(now, "Lookup of %s is incomplete: %s".formatted(event.source(), event.missing()));
		}
		Set<ContactPoint> union = this.lookups.union();
		if (union == null) {
			return;
		}
		if (!this.answered) {
			this.contacts.begin(now);
		}
		if ((this.contacts.update(union, this.self, now) || !this.answered) && !this.watching) {
			this.outbox.info(now, union.isEmpty()
					? ("Discovery knows no contact points: %s. If this lasts, is the starter of a registry on the "
							+ "class path, and do the replicas register by that name? Without a registry, set %s")
						.formatted(this.lookups.names(), CONTACT_POINTS)
					: "%d contact point%s: %s".formatted(union.size(), (union.size() == 1) ? "" : "s",
							ContactPointNames.of(union)));
			grown(now);
		}
		this.answered = true;
	}

	/**
	 * Take over what an operator told this node. No lookup takes it back.
	 */
	void told(Set<ContactPoint> contactPoints, long now) {
		this.lookups.told(contactPoints);
		Set<ContactPoint> union = this.lookups.union();
		if (union != null && this.contacts.update(union, this.self, now)) {
			this.outbox.info(now, "Told of contact points: " + ContactPointNames.of(contactPoints));
		}
	}

	/**
	 * Note that there are more contact points.
	 */
	void grown(long now) {
		this.requiredNumber.minorityOf(this.contacts.known().size())
			.ifPresent((warning) -> this.outbox.warn(now, warning));
	}

	void failed(LookupFailed event, long now) {
		if (this.lookups.failed(event.source(), event.reason(), now) && !this.watching) {
			this.outbox.warn(now, "Lookup of " + event.source() + " failed: " + event.reason());
		}
	}

}

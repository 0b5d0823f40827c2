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

import io.muster.bootstrap.formation.BootstrapCommand.Level;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;

/**
 * Takes over what probes brought, and says what is new about it while this node is no
 * member: later on, others come and go all the time.
 */
final class ProbeResults {

	private final AnswerReader reader;

	private final ContactPointStates contacts;

	private final SplitWatch splitWatch;

	private final Effects outbox;

	ProbeResults(AnswerReader reader, ContactPointStates contacts, SplitWatch splitWatch, Effects outbox) {
		this.reader = reader;
		this.contacts = contacts;
		this.splitWatch = splitWatch;
		this.outbox = outbox;
	}

	void accept(Probed event, long now) {
		ContactPointState contact = this.contacts.probed(event.contactPoint(), event.sentAt(), now);
		if (contact == null || !contact.isNews(event.sentAt())) {
			return;
		}
		if (event.result() instanceof Failed failed) {
			failed(contact, failed, event.sentAt(), now);
		}
		else if (event.result() instanceof Answered answered) {
			answered(contact, answered.seedNodes(), event.sentAt(), now);
		}
	}

	/**
	 * Take an answer, unless it is from another time: when a process stands still,
	 * because it was suspended, say, answers wait for it that are older than any timeout.
	 */
	private void answered(ContactPointState contact, SeedNodes seedNodes, long sentAt, long now) {
		if (now - sentAt > this.contacts.freshness()) {
			failed(contact, new Failed(Kind.SILENT, "answered, but this node stood still and took it too late"), sentAt,
					now);
			return;
		}
		AnswerReader.Reading reading = this.reader.read(contact.contactPoint, seedNodes, sentAt, now);
		if (reading.failure() != null) {
			contact.observation = null;
			failed(contact, reading.failure(), sentAt, now);
		}
		else if (reading.observation() == null) {
			contact.self = true;
			this.outbox.info(now, contact.contactPoint + " is this node itself");
		}
		else {
			this.splitWatch.answered(contact, seedNodes, now);
			if (reading.note() != null && contact.observation == null && !this.splitWatch.isWatching()) {
				this.outbox.warn(now, contact.contactPoint + " " + reading.note());
			}
			contact.answered(reading.observation());
		}
	}

	private void failed(ContactPointState contact, Failed failed, long sentAt, long now) {
		if (failed.kind() != Kind.SILENT) {
			this.splitWatch.forget(contact.contactPoint, now);
		}
		if (contact.failed(failed, sentAt, now) && !this.splitWatch.isWatching()) {
			boolean wrong = failed.kind() == Kind.WRONG || failed.kind() == Kind.STRANGER;
			this.outbox.say(wrong ? Level.WARN : Level.INFO, now, contact.contactPoint + " " + failed.reason());
		}
	}

}

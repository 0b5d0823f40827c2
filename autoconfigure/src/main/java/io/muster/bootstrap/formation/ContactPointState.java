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

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

/**
 * What is known of one contact point.
 */
final class ContactPointState {

	/**
	 * For how long a node is taken for a member after it said so: several times as long
	 * as members wait before they say it again.
	 */
	private static final long MEMBER_MILLIS = 30_000;

	private static final int FAILURES_IN_A_ROW = 3;

	final ContactPoint contactPoint;

	final long since;

	boolean self;

	boolean asking;

	/**
	 * Whether to ask again as soon as the probe under way has ended: its answer may be
	 * older than what is new there.
	 */
	boolean again;

	/**
	 * Whether this node has news for it.
	 */
	boolean news = true;

	long due = Long.MIN_VALUE;

	@Nullable SeedNodesObservation observation;

	long answeredAt = Long.MIN_VALUE;

	/**
	 * When it said, as it probed this node, that it is a member of a cluster, unless it
	 * has answered otherwise since.
	 */
	@Nullable Long memberSince;

	/**
	 * The node that it led to last.
	 */
	@Nullable NodeAddress lastNode;

	private @Nullable Failed failure;

	private long failedAt;

	private int failures;

	private long failingSince;

	private long sentAt = Long.MIN_VALUE;

	private boolean overdue;

	ContactPointState(ContactPoint contactPoint, boolean self, long now) {
		this.contactPoint = contactPoint;
		this.self = self;
		this.since = now;
	}

	/**
	 * Return whether a result is newer than all before it.
	 */
	boolean isNews(long sentAt) {
		return sentAt >= this.sentAt;
	}

	void answered(SeedNodesObservation observation) {
		this.sentAt = observation.sentAt();
		this.observation = observation;
		this.answeredAt = observation.receivedAt();
		this.lastNode = observation.node();
		if (this.memberSince != null && observation.sentAt() >= this.memberSince) {
			this.memberSince = null;
		}
		this.failure = null;
		this.failures = 0;
		this.overdue = false;
	}

	/**
	 * Note a failure.
	 * @return whether it is news: of another kind or text than the last
	 */
	boolean failed(Failed failure, long sentAt, long now) {
		boolean news = !failure.equals(this.failure);
		if (failure.kind() == Kind.REFUSED) {
			// Nobody is there, whoever was: what answered must not count besides its
			// successor, which may be found elsewhere.
			this.observation = null;
		}
		this.sentAt = sentAt;
		this.failure = failure;
		this.failedAt = now;
		this.failingSince = (this.failures == 0) ? now : this.failingSince;
		this.failures++;
		return news;
	}

	/**
	 * Return whether it has just been failing for too long.
	 * @param failureTimeout how long it may fail, in milliseconds
	 * @return {@code true} once in a row of failures
	 */
	boolean becomesOverdue(long failureTimeout, long now) {
		long lastOk = Math.max(this.answeredAt, this.since);
		boolean overdue = this.failure != null && now - lastOk > failureTimeout;
		boolean becomes = overdue && !this.overdue;
		this.overdue = overdue;
		return becomes;
	}

	/**
	 * Ask now, or as soon as the probe under way has ended.
	 */
	void askSoon(long now) {
		if (this.asking) {
			this.again = true;
		}
		else {
			this.due = Math.min(this.due, now);
		}
	}

	/**
	 * Return whether it leads to a node.
	 * @param address the node's engine address
	 */
	boolean isNode(NodeAddress address) {
		return this.observation != null && this.observation.node().equals(address);
	}

	/**
	 * Return whether it is the one that says something of itself.
	 */
	boolean isFrom(Announcement announcement) {
		return this.contactPoint.isSameServer(announcement.contactPoint())
				|| (this.lastNode != null && this.lastNode.equals(announcement.node()));
	}

	/**
	 * Return whether its last answer was that of a member.
	 */
	boolean isMember() {
		return this.observation != null && !this.observation.seedNodes().isEmpty();
	}

	/**
	 * Return whether it said lately that it is a member of a cluster, but can not be
	 * asked: it hears nobody, or nobody hears it. Members say so again and again.
	 */
	boolean saysItIsMember(long now) {
		return this.memberSince != null && now - this.memberSince <= MEMBER_MILLIS;
	}

	boolean isFailing() {
		return this.failure != null;
	}

	/**
	 * Return whether it has been failing for long, several times in a row.
	 */
	boolean hasFailedFor(long millis, long now) {
		return this.failures >= FAILURES_IN_A_ROW && now - this.failingSince >= millis;
	}

	/**
	 * Return whether no node of this cluster is there: nobody listens, or somebody else.
	 */
	boolean isVacant() {
		return this.failure != null && (this.failure.kind() == Kind.REFUSED || this.failure.kind() == Kind.STRANGER);
	}

	/**
	 * Forget all answers: only what is asked from now on counts.
	 */
	void forget(long now) {
		this.observation = null;
		this.sentAt = now;
		this.due = now;
	}

	BootstrapReport.Contact report(long now) {
		return new BootstrapReport.Contact(this.contactPoint.toString(), this.self, answer(now),
				(this.failure != null) ? this.failure.reason() : null,
				(this.failure != null) ? BootstrapReport.ago(this.failedAt, now) : null);
	}

	private BootstrapReport.@Nullable Answer answer(long now) {
		SeedNodesObservation answer = this.observation;
		return (answer != null) ? new BootstrapReport.Answer(answer.node().toString(),
				answer.seedNodes().stream().map(Object::toString).toList(), answer.extension() != null,
				BootstrapReport.Vote.of(answer.vote()), BootstrapReport.ago(answer.receivedAt(), now)) : null;
	}

}

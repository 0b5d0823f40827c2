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
import io.muster.contactpoint.IpLiteral;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

/**
 * What is known of one contact point. Only {@link ContactPointStates} and the classes
 * that it serves change it.
 */
final class ContactPointState {

	/**
	 * How long a node that announced itself as a member counts as one, in milliseconds.
	 * Members announce themselves with each watch probe, every 5 s by default and less
	 * often with many contact points: 30 s allow for several lost probes.
	 */
	private static final long MEMBER_MILLIS = 30_000;

	/**
	 * Failures in a row before a contact point may count as gone for long. Probes of a
	 * member are far apart: one or two that fail may be a matter of the network.
	 */
	private static final int FAILURES_IN_A_ROW = 3;

	/**
	 * The most probes of a contact point in a second. A decision takes fewer. What other
	 * nodes announce must not make this node send more.
	 */
	private static final int MAX_PER_SECOND = 20;

	/**
	 * How often to probe again what answered as this node itself, in milliseconds.
	 * Another node may be there by now.
	 */
	private static final long SELF_MILLIS = 10_000;

	final ContactPoint contactPoint;

	final long since;

	boolean self;

	/**
	 * Whether it is this node's own because its last answer says so, and not because its
	 * address is known.
	 */
	private boolean selfByAnswer;

	private long second = Long.MIN_VALUE;

	private int probesInSecond;

	boolean asking;

	/**
	 * Whether to probe again as soon as the probe under way has ended, because its answer
	 * may be older than the news there.
	 */
	boolean again;

	/**
	 * Whether this node has news for it.
	 */
	boolean news = true;

	long due = Long.MIN_VALUE;

	/**
	 * Since when it has answered, or failed, as it did last.
	 */
	private long changedAt;

	@Nullable SeedNodesObservation observation;

	long answeredAt = Long.MIN_VALUE;

	/**
	 * When it last announced itself as a member of a cluster, {@code null} if never, or
	 * if it has answered a later probe.
	 */
	@Nullable Long memberSince;

	/**
	 * The node that answered there last.
	 */
	@Nullable NodeAddress lastNode;

	/**
	 * When the node there probed this one last, {@code null} if never.
	 */
	@Nullable Long heardAt;

	/**
	 * Whether its answers were forgotten, and no probe has ended since.
	 */
	private boolean forgotten;

	private @Nullable Failed failure;

	private long failedAt;

	private int failures;

	private long failingSince;

	/**
	 * Since when discovery answers and does not list it, {@code null} while it is listed.
	 */
	private @Nullable Long unlistedSince;

	private long sentAt = Long.MIN_VALUE;

	private boolean overdue;

	ContactPointState(ContactPoint contactPoint, boolean self, long now) {
		this.contactPoint = contactPoint;
		this.self = self;
		this.since = now;
		this.changedAt = now;
	}

	/**
	 * Return for how long it has answered, or failed, as it did last, in milliseconds.
	 */
	long unchanged(long now) {
		return now - this.changedAt;
	}

	/**
	 * Note that something else may be there now.
	 */
	void doubt(long now) {
		this.changedAt = now;
	}

	/**
	 * Return whether a result is newer than all before it.
	 */
	boolean isNews(long sentAt) {
		return sentAt >= this.sentAt;
	}

	/**
	 * Note that this node answered itself there.
	 * @return whether that is news
	 */
	boolean answeredAsSelf(long sentAt, long now) {
		boolean news = !this.self;
		this.selfByAnswer |= news;
		this.self = true;
		this.observation = null;
		this.memberSince = null;
		this.sentAt = sentAt;
		this.answeredAt = now;
		this.failure = null;
		this.failures = 0;
		this.due = now + SELF_MILLIS;
		return news;
	}

	/**
	 * Recognise this node's own contact point by its address.
	 */
	void recognise() {
		this.self = true;
		this.selfByAnswer = false;
	}

	/**
	 * Return whether to probe it now and then.
	 */
	boolean isProbed() {
		return !this.self || this.selfByAnswer;
	}

	/**
	 * Take back that it is this node's own: something else is there.
	 */
	private void noteOther() {
		if (this.selfByAnswer) {
			this.self = false;
			this.selfByAnswer = false;
		}
	}

	/**
	 * Note that a probe is sent.
	 */
	void probe(long now) {
		this.asking = true;
		if (this.second == Long.MIN_VALUE || now - this.second >= 1000) {
			this.second = now;
			this.probesInSecond = 0;
		}
		this.probesInSecond++;
	}

	/**
	 * Return when the next probe may be sent at the soonest.
	 */
	long soonest(long now) {
		boolean enough = this.second != Long.MIN_VALUE && now - this.second < 1000
				&& this.probesInSecond >= MAX_PER_SECOND;
		return enough ? this.second + 1000 : now;
	}

	void answered(SeedNodesObservation observation) {
		noteOther();
		if (this.failure != null || this.observation == null
				|| !this.observation.nodeKey().equals(observation.nodeKey())) {
			this.changedAt = observation.receivedAt();
		}
		this.sentAt = observation.sentAt();
		this.observation = observation;
		this.forgotten = false;
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
	 * @return whether it is news: its kind or its text differs from the last failure
	 */
	boolean failed(Failed failure, long sentAt, long now) {
		boolean news = !failure.equals(this.failure);
		noteOther();
		if (news) {
			this.changedAt = now;
		}
		if (failure.kind() == Kind.REFUSED) {
			// No node is there any more. Its last answer must not count beside that of
			// its successor, which may be at another contact point.
			this.observation = null;
		}
		this.sentAt = sentAt;
		this.failure = failure;
		this.forgotten = false;
		this.failedAt = now;
		this.failingSince = (this.failures == 0) ? now : this.failingSince;
		this.failures++;
		return news;
	}

	/**
	 * Return whether it has now failed for too long.
	 * @param failureTimeout how long it may fail, in milliseconds
	 * @return {@code true} once for each series of failures
	 */
	boolean becomesOverdue(long failureTimeout, long now) {
		long lastOk = Math.max(this.answeredAt, this.since);
		boolean overdue = this.failure != null && now - lastOk > failureTimeout;
		boolean becomes = overdue && !this.overdue;
		this.overdue = overdue;
		return becomes;
	}

	/**
	 * Probe now, or as soon as the probe under way has ended.
	 */
	void askSoon(long now) {
		if (this.asking) {
			this.again = true;
		}
		else {
			this.due = Math.min(this.due, soonest(now));
		}
	}

	/**
	 * Return whether its last answer came from a node.
	 * @param address the node's engine address
	 */
	boolean isNode(NodeAddress address) {
		return this.observation != null && this.observation.node().equals(address);
	}

	/**
	 * Return whether an announcement is from it.
	 */
	boolean isFrom(Announcement announcement) {
		return this.contactPoint.isSameServer(announcement.contactPoint())
				|| (this.lastNode != null && this.lastNode.equals(announcement.node()));
	}

	/**
	 * Take what a node announces that says that it is a member here. It is believed if it
	 * comes from the address of this contact point. A host name cannot be compared, so
	 * that it counts once, until there is an answer.
	 */
	void announcedAsMember(Announcement announcement, long now) {
		Boolean there = isFromThere(announcement.from());
		if (!this.self && (Boolean.TRUE.equals(there) || (there == null && this.memberSince == null))) {
			this.memberSince = now;
		}
	}

	/**
	 * Return whether an address is the host of this contact point, {@code null} if the
	 * host is a name.
	 */
	private @Nullable Boolean isFromThere(@Nullable String from) {
		if (from == null) {
			return true;
		}
		return IpLiteral.isSame(this.contactPoint.host(), from);
	}

	/**
	 * Return whether its last answer was that of a member.
	 */
	boolean isMember() {
		return this.observation != null && !this.observation.seedNodes().isEmpty();
	}

	/**
	 * Return whether it announced lately that it is a member of a cluster, but does not
	 * answer: probes reach this node from there, and none reaches it from here. Members
	 * repeat that announcement.
	 */
	boolean saysItIsMember(long now) {
		return this.memberSince != null && now - this.memberSince <= MEMBER_MILLIS;
	}

	/**
	 * Return why its last probe failed, {@code null} if it did not.
	 */
	@Nullable String failure() {
		return (this.failure != null) ? this.failure.reason() : null;
	}

	/**
	 * Return whether a node probes this one from there, although this node cannot probe
	 * it.
	 * @param aliveMillis how long a probe shows that the prober is alive
	 */
	boolean isAliveUnheard(long aliveMillis, long now) {
		return this.failure != null && this.heardAt != null && now - this.heardAt <= aliveMillis
				&& this.failure.kind() != Kind.STARTING;
	}

	/**
	 * Return whether a node answers there that waits: it is in no cluster, and holds no
	 * vote. Such an answer stays true until the node announces another, or is gone.
	 */
	boolean isWaiting() {
		return this.failure == null && this.observation != null && isWaiting(this.observation);
	}

	/**
	 * Return whether an answer is that of a node that waits.
	 */
	static boolean isWaiting(SeedNodesObservation observation) {
		return observation.decidesByVotes() && observation.vote() == null && observation.cluster() == null
				&& observation.seedNodes().isEmpty() && !observation.clusterWithoutSeedNodes();
	}

	boolean isFailing() {
		return this.failure != null;
	}

	/**
	 * Return whether several probes in a row failed, the first of them long ago.
	 */
	boolean hasFailedFor(long millis, long now) {
		return this.failures >= FAILURES_IN_A_ROW && now - this.failingSince >= millis;
	}

	/**
	 * Note whether discovery lists it.
	 */
	void listed(boolean listed, long now) {
		this.unlistedSince = listed ? null : (this.unlistedSince != null) ? this.unlistedSince : now;
	}

	/**
	 * Return whether it has not answered, and has not been listed, for a long time.
	 */
	boolean isAbsentFor(long millis, long now) {
		return this.unlistedSince != null && now - this.unlistedSince >= millis && hasFailedFor(millis, now);
	}

	/**
	 * Return whether no node of this cluster is there: it refuses connections, or a node
	 * of another cluster answers.
	 */
	boolean isVacant() {
		return this.failure != null && (this.failure.kind() == Kind.REFUSED || this.failure.kind() == Kind.STRANGER);
	}

	/**
	 * Forget all answers. Only probes from now on count.
	 */
	void forget(long now) {
		this.forgotten = this.forgotten || this.observation != null;
		this.observation = null;
		this.sentAt = now;
		this.due = now;
		this.changedAt = now;
	}

	/**
	 * Return whether its answers were forgotten, and no probe has ended since.
	 */
	boolean isForgotten() {
		return this.forgotten && !this.self;
	}

	/**
	 * Report it.
	 * @param doubt why its answer does not count, {@code null} if it counts
	 */
	BootstrapReport.Contact report(@Nullable String doubt, long now) {
		if (this.failure == null && doubt != null) {
			return new BootstrapReport.Contact(this.contactPoint.toString(), this.self, answer(now), doubt,
					BootstrapReport.ago(this.answeredAt, now));
		}
		return new BootstrapReport.Contact(this.contactPoint.toString(), this.self, answer(now),
				(this.failure != null) ? this.failure.reason() : null,
				(this.failure != null) ? BootstrapReport.ago(this.failedAt, now) : null);
	}

	private BootstrapReport.@Nullable Answer answer(long now) {
		SeedNodesObservation answer = this.observation;
		return (answer != null) ? new BootstrapReport.Answer(answer.node().toString(),
				answer.seedNodes().stream().map(Object::toString).toList(), answer.extension() != null,
				BootstrapReport.Vote.of(answer.vote()), answer.remarks().waitingFor(),
				BootstrapReport.ago(answer.receivedAt(), now)) : null;
	}

}

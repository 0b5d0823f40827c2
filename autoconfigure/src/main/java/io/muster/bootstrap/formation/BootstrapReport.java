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

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.Wait;
import io.muster.contactpoint.SeedNodes;

/**
 * All that bootstrap knows at one moment: why this node has not joined yet, or how it
 * joined.
 *
 * @param phase the phase of bootstrap
 * @param cluster the name of the cluster
 * @param selfNode this node, {@code null} until the engine has started
 * @param selfContactPoint where this node answers probes, {@code null} if it does not
 * @param waitingFor what this node waits for, in words; {@code null} if for nothing
 * @param reason the id of the reason in the catalogue, {@code null} if it waits for
 * nothing
 * @param wayOut what to do about it
 * @param since how long it has waited for that reason, {@code null} before it was started
 * @param help where the reason is explained
 * @param explanations who or what holds this node up and what to do about it, a sentence
 * or a few for each obstacle; empty if it waits for nothing, or nothing more is known
 * @param requiredContactPointNr how many nodes must be confirmed before one founds
 * @param confirmedNodes how many nodes are confirmed, this one included
 * @param vote the vote that this node holds, {@code null} if it holds none
 * @param storage why this node cannot read or store its vote and its last known members,
 * and the way out, in sentences; {@code null} if it can
 * @param lastKnownMembers the other members of the cluster that this node was a member of
 * last; it needs a majority of them to found. Empty if it never was a member, or is one
 * now
 * @param split the second cluster that this node sees, in words; {@code null} if none
 * @param elapsed time since bootstrap began, until this node became a member
 * @param sources where contact points come from
 * @param contactPoints the contact points, and what each answered
 * @param history the latest messages, oldest first
 */
public record BootstrapReport(BootstrapPhase phase, String cluster, @Nullable String selfNode,
		@Nullable String selfContactPoint, @Nullable String waitingFor, @Nullable String reason,
		@Nullable String wayOut, @Nullable Duration since, @Nullable String help, List<String> explanations,
		int requiredContactPointNr, int confirmedNodes, @Nullable Vote vote, @Nullable String storage,
		List<String> lastKnownMembers, @Nullable String split, @Nullable Duration elapsed, List<Source> sources,
		Collection<Contact> contactPoints, List<Entry> history) {

	BootstrapReport(BootstrapPhase phase, String cluster, @Nullable String selfNode, @Nullable String selfContactPoint,
			@Nullable Wait wait, @Nullable Duration since, List<String> explanations, int requiredContactPointNr,
			int confirmedNodes, @Nullable Vote vote, @Nullable String storage, List<String> lastKnownMembers,
			@Nullable String split, @Nullable Duration elapsed, List<Source> sources, Collection<Contact> contactPoints,
			List<Entry> history) {
		this(phase, cluster, selfNode, selfContactPoint, (wait != null) ? wait.cause() : null,
				(wait != null) ? wait.reason().id() : null, (wait != null) ? wait.wayOut() : null, since,
				(wait != null) ? wait.reason().help() : null, explanations, requiredContactPointNr, confirmedNodes,
				vote, storage, lastKnownMembers, split, elapsed, sources, contactPoints, history);
	}

	/**
	 * Return this report with something else that this node waits for.
	 * @param wait what it waits for
	 * @return the report
	 */
	public BootstrapReport withWait(Wait wait) {
		return new BootstrapReport(this.phase, this.cluster, this.selfNode, this.selfContactPoint, wait, null,
				this.explanations, this.requiredContactPointNr, this.confirmedNodes, this.vote, this.storage,
				this.lastKnownMembers, this.split, this.elapsed, this.sources, this.contactPoints, this.history);
	}

	BootstrapReport withStorage(@Nullable String storage) {
		return new BootstrapReport(this.phase, this.cluster, this.selfNode, this.selfContactPoint, this.waitingFor,
				this.reason, this.wayOut, this.since, this.help, this.explanations, this.requiredContactPointNr,
				this.confirmedNodes, this.vote, storage, this.lastKnownMembers, this.split, this.elapsed, this.sources,
				this.contactPoints, this.history);
	}

	static @Nullable Duration ago(@Nullable Long then, long now) {
		return (then != null) ? Duration.ofMillis(now - then) : null;
	}

	/**
	 * A source of contact points.
	 *
	 * @param description the name of the source
	 * @param contactPoints how many contact points it knew last, {@code null} if it never
	 * answered
	 * @param answeredAgo time since its last answer
	 * @param failure why it failed, {@code null} if it did not
	 * @param failures how many times in a row it failed
	 */
	public record Source(String description, @Nullable Integer contactPoints, @Nullable Duration answeredAgo,
			@Nullable String failure, int failures) {
	}

	/**
	 * A contact point.
	 *
	 * @param contactPoint where it is
	 * @param self whether it is this node's own
	 * @param lastAnswer its last answer that counts, {@code null} if there was none
	 * @param failure why its last probe failed, {@code null} if it did not
	 * @param failedAgo time since that probe
	 */
	public record Contact(String contactPoint, boolean self, @Nullable Answer lastAnswer, @Nullable String failure,
			@Nullable Duration failedAgo) {
	}

	/**
	 * A vote.
	 *
	 * @param node engine address of the candidate
	 * @param uid uid of the candidate's incarnation
	 * @param term number of the candidacy
	 */
	public record Vote(String node, long uid, long term) {

		static @Nullable Vote of(SeedNodes.@Nullable Vote vote) {
			return (vote != null) ? new Vote(vote.candidate().address().toString(), vote.candidate().uid(), vote.term())
					: null;
		}

	}

	/**
	 * An answer.
	 *
	 * @param node the node that answered
	 * @param seedNodes members that it named
	 * @param muster whether it is a node of Muster, and no plain Pekko node
	 * @param vote the vote that it holds, {@code null} if it holds none
	 * @param waitingFor what that node waits for, {@code null} if for nothing, or if it
	 * does not say
	 * @param ago time since it answered
	 */
	public record Answer(String node, List<String> seedNodes, boolean muster, @Nullable Vote vote,
			@Nullable String waitingFor, @Nullable Duration ago) {
	}

	/**
	 * An entry of the history.
	 *
	 * @param after time since bootstrap began
	 * @param phase the phase that bootstrap was in afterwards
	 * @param text what happened
	 */
	public record Entry(Duration after, BootstrapPhase phase, String text) {
	}

}

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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Probes contact points: asks them for seed nodes. Its methods may be called from any
 * thread.
 */
@FunctionalInterface
public interface ContactPointProber {

	/**
	 * Header of a probe with the prober's own contact point. It is sent with every probe
	 * if contact points are configured rather than discovered, so that nodes which are
	 * not configured themselves are found as well. A receiver that knows the prober
	 * ignores it.
	 */
	String CONTACT_POINT_HEADER = "Muster-Contact-Point";

	/**
	 * Path of an invitation, a {@code POST}, below the path of a contact point.
	 */
	String INVITATION_PATH = "/bootstrap/join";

	/**
	 * Header of an invitation with the contact point to join through. It is a header
	 * because a web page, unlike another node, cannot send one to a foreign server
	 * without a CORS preflight, and because the server limits its length.
	 */
	String INVITATION_HEADER = "Muster-Invitation";

	/**
	 * The headers of requests that have effects, in the order in which they are signed
	 * with the token of the cluster.
	 */
	List<String> SIGNED_HEADERS = List.of(Announcement.HEADER, CONTACT_POINT_HEADER, INVITATION_HEADER);

	/**
	 * Prepare for the first probe, if that takes long. Called once, while the application
	 * starts.
	 */
	default void prepare() {
	}

	/**
	 * Ask a contact point. Returns at once.
	 * @param contactPoint the contact point to ask
	 * @param news the prober's own contact point to send an announcement, {@code null} to
	 * send none
	 * @return completes within the request timeout, always normally, on any thread
	 */
	CompletableFuture<ProbeResult> probe(ContactPoint contactPoint, @Nullable ContactPoint news);

	/**
	 * Invite a node to join, on behalf of an operator who wants it and this node in one
	 * cluster. Returns at once. Invites no node unless overridden.
	 * @param contactPoint the contact point of the node to invite
	 * @param target the contact point through which it is to join
	 * @return completes within the request timeout, always normally, on any thread; with
	 * the seed nodes of the other node as they are before it joins, if it takes the
	 * invitation
	 */
	default CompletableFuture<ProbeResult> invite(ContactPoint contactPoint, ContactPoint target) {
		return CompletableFuture.completedFuture(new ProbeResult.Failed(ProbeResult.Kind.WRONG,
				"cannot be invited to join: this application's own ContactPointProber does not implement invite"));
	}

}

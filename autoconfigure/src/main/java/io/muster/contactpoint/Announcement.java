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

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.NodeAddress;

/**
 * The header {@value #HEADER} of a probe. It says who probes, whether the prober's own
 * answer to probes has news, and whether the prober is a member of a cluster. The
 * receiver recognises the prober by the contact point, or, if discovery lists another
 * one, by its engine address.
 *
 * @param contactPoint where the prober answers probes
 * @param node engine address of the prober, {@code null} if unknown
 * @param member whether the prober is a member of a cluster
 * @param news whether its answer to probes has news
 * @param client whether the prober is a client, which others need not probe
 * @param from the IP address that it came from, which the receiver adds; {@code null} if
 * unknown
 */
public record Announcement(ContactPoint contactPoint, @Nullable NodeAddress node, boolean member, boolean news,
		boolean client, @Nullable String from) {

	/**
	 * The name of the header.
	 */
	public static final String HEADER = "Muster-Announcement";

	private static final String NODE = "node=";

	private static final String MEMBER = "member";

	// Nodes of before do not know these two. What they announce is news.
	private static final String NO_NEWS = "no-news";

	private static final String CLIENT = "client";

	/**
	 * Create the announcement of a server that has news.
	 * @param contactPoint where it answers probes
	 * @param node its engine address, {@code null} if unknown
	 * @param member whether it is a member of a cluster
	 */
	public Announcement(ContactPoint contactPoint, @Nullable NodeAddress node, boolean member) {
		this(contactPoint, node, member, true, false, null);
	}

	/**
	 * Create the announcement of a server that has news.
	 * @param contactPoint where it answers probes
	 * @param state the state of its engine
	 * @return the announcement
	 */
	public static Announcement of(ContactPoint contactPoint, ClusterState state) {
		return of(contactPoint, state, true, false);
	}

	/**
	 * Create the announcement of a node. A cluster without a server does not count,
	 * because other nodes need not wait for it.
	 * @param contactPoint where it answers probes
	 * @param state the state of its engine
	 * @param news whether its answer to probes has news
	 * @param client whether it is a client
	 * @return the announcement
	 */
	public static Announcement of(ContactPoint contactPoint, ClusterState state, boolean news, boolean client) {
		return new Announcement(contactPoint, (state.self() != null) ? state.self().address() : null,
				state.status() == EngineStatus.MEMBER && state.hasServer(), news, client, null);
	}

	/**
	 * Parse what {@link #toString()} writes.
	 * @param text the text, from any sender
	 * @return the announcement or empty if the text is not one
	 */
	public static Optional<Announcement> tryParse(String text) {
		List<String> parts = Arrays.asList(text.split(";"));
		try {
			NodeAddress node = parts.stream()
				.filter((part) -> part.startsWith(NODE))
				.map((part) -> NodeAddress.parse(part.substring(NODE.length())))
				.findFirst()
				.orElse(null);
			return ContactPoint.tryParse(parts.isEmpty() ? "" : parts.get(0))
				.map((contactPoint) -> new Announcement(contactPoint, node, parts.contains(MEMBER),
						!parts.contains(NO_NEWS), parts.contains(CLIENT), null));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Return the same announcement with the address that it came from.
	 * @param address the IP address, {@code null} if unknown
	 * @return the announcement
	 */
	public Announcement from(@Nullable String address) {
		return new Announcement(this.contactPoint, this.node, this.member, this.news, this.client, address);
	}

	@Override
	public String toString() {
		return this.contactPoint + ((this.node != null) ? ";" + NODE + this.node : "")
				+ (this.member ? ";" + MEMBER : "") + (this.news ? "" : ";" + NO_NEWS)
				+ (this.client ? ";" + CLIENT : "");
	}

}

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
 * The header {@value #HEADER} of a probe. It says that the prober's own answer to probes
 * has news, and whether the prober is a member of a cluster. The receiver recognises the
 * prober by the contact point, or, if discovery lists another one, by its engine address.
 *
 * @param contactPoint where the prober answers probes
 * @param node engine address of the prober, {@code null} if unknown
 * @param member whether the prober is a member of a cluster
 */
public record Announcement(ContactPoint contactPoint, @Nullable NodeAddress node, boolean member) {

	/**
	 * The name of the header.
	 */
	public static final String HEADER = "Muster-Announcement";

	private static final String NODE = "node=";

	private static final String MEMBER = "member";

	/**
	 * Create the announcement of a node. A cluster without a server does not count,
	 * because other nodes need not wait for it.
	 * @param contactPoint where it answers probes
	 * @param state the state of its engine
	 */
	public static Announcement of(ContactPoint contactPoint, ClusterState state) {
		return new Announcement(contactPoint, (state.self() != null) ? state.self().address() : null,
				state.status() == EngineStatus.MEMBER && state.hasServer());
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
				.map((contactPoint) -> new Announcement(contactPoint, node, parts.contains(MEMBER)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return this.contactPoint + ((this.node != null) ? ";" + NODE + this.node : "")
				+ (this.member ? ";" + MEMBER : "");
	}

}

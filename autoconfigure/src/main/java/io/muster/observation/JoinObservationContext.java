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

package io.muster.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.muster.cluster.Member;

/**
 * {@link Observation.Context} of a node that becomes a member. Used by one thread at a
 * time.
 */
public class JoinObservationContext extends Observation.Context {

	private final String cluster;

	private @Nullable Member member;

	private boolean founded;

	/**
	 * Create a context.
	 * @param cluster the name of the cluster
	 */
	public JoinObservationContext(String cluster) {
		this.cluster = cluster;
	}

	/**
	 * Return the name of the cluster.
	 * @return the name
	 */
	public String getCluster() {
		return this.cluster;
	}

	/**
	 * Return this node as a member.
	 * @return the member, {@code null} until it is one
	 */
	public @Nullable Member getMember() {
		return this.member;
	}

	/**
	 * Return whether this node was the oldest member when it became one.
	 * @return whether it founded the cluster
	 */
	public boolean isFounded() {
		return this.founded;
	}

	/**
	 * Record that this node is a member.
	 * @param member this node
	 * @param founded whether it is the oldest member
	 */
	public void setMember(Member member, boolean founded) {
		this.member = member;
		this.founded = founded;
	}

}

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

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.web.IntroductionGuard;

/**
 * Asks contact points for their seed nodes.
 */
@FunctionalInterface
public interface ContactPointProber {

	/**
	 * Header of an invitation, which names the contact point through which to join.
	 */
	String INVITATION_HEADER = "Muster-Join";

	/**
	 * Header of a probe that names the prober's own contact point for whom does not know
	 * it, where contact points are given by hand. Unlike news it is in every probe, and
	 * nobody probes back because of it whom he knows already.
	 * @see IntroductionGuard
	 */
	String INTRODUCTION_HEADER = "Muster-Introduction";

	/**
	 * Prepare what the first probe needs, if that takes long. Called once, beside the
	 * application's start.
	 */
	default void prepare() {
	}

	/**
	 * Ask a contact point. Returns at once.
	 * @param contactPoint whom to ask
	 * @param news the prober's own contact point if it has news there, else {@code null}
	 * @return completes within the request timeout, always normally, on any thread
	 */
	CompletableFuture<ProbeResult> probe(ContactPoint contactPoint, @Nullable ContactPoint news);

	/**
	 * Tell a node to join: an operator wants it and this one in one cluster. Returns at
	 * once. Tells nobody unless overridden.
	 * @param contactPoint whom to tell
	 * @param target the contact point through which it is to join
	 * @return completes within the request timeout, always normally, on any thread; with
	 * an answer if the other node lets itself be told
	 */
	default CompletableFuture<ProbeResult> invite(ContactPoint contactPoint, ContactPoint target) {
		return CompletableFuture.completedFuture(new ProbeResult.Failed(ProbeResult.Kind.WRONG,
				"can not be told to join: this application's own ContactPointProber does not implement invite"));
	}

}

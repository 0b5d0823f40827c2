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

package io.muster.test;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

/**
 * What connects a node to the network of its test. A bean of each node.
 *
 * @param network the network
 * @param node the number of the node
 */
record NodeLink(TestNetwork network, int node) {

	/**
	 * Return a prober that gets no answer from nodes from which this one is cut off.
	 * @param prober probes the others
	 */
	ContactPointProber prober(ContactPointProber prober) {
		return new LinkedProber(prober);
	}

	/**
	 * Prober of a node that may be cut off.
	 */
	private final class LinkedProber implements ContactPointProber {

		private final ContactPointProber prober;

		private LinkedProber(ContactPointProber prober) {
			this.prober = prober;
		}

		@Override
		public void prepare() {
			this.prober.prepare();
		}

		@Override
		public CompletableFuture<ProbeResult> probe(ContactPoint contactPoint, @Nullable ContactPoint news) {
			return isCut(contactPoint) ? silent() : this.prober.probe(contactPoint, news);
		}

		@Override
		public CompletableFuture<ProbeResult> invite(ContactPoint contactPoint, ContactPoint target) {
			return isCut(contactPoint) ? silent() : this.prober.invite(contactPoint, target);
		}

		private boolean isCut(ContactPoint contactPoint) {
			return NodeLink.this.network.isCut(NodeLink.this.node, contactPoint);
		}

		private static CompletableFuture<ProbeResult> silent() {
			return CompletableFuture
				.completedFuture(new Failed(Kind.SILENT, "did not answer, because the test has cut it off"));
		}

	}

}

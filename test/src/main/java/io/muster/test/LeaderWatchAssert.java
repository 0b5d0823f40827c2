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

import java.util.Arrays;
import java.util.List;

import org.assertj.core.api.AbstractAssert;

import io.muster.test.LeaderWatch.Term;

/**
 * AssertJ's assertions for a {@link LeaderWatch}.
 */
public final class LeaderWatchAssert extends AbstractAssert<LeaderWatchAssert, LeaderWatch> {

	LeaderWatchAssert(LeaderWatch actual) {
		super(actual, LeaderWatchAssert.class);
	}

	/**
	 * Verify that one node has led since the watch began, or one after the other, and
	 * never two at one moment.
	 * @return this
	 */
	public LeaderWatchAssert hasNeverTwoLeaders() {
		List<Term> terms = this.actual.terms();
		String role = ClusterView.describe(this.actual.role());
		if (terms.isEmpty()) {
			throw failure("Nobody has led %s since the watch began, so it has shown nothing", role);
		}
		for (int i = 0; i < terms.size(); i++) {
			for (Term other : terms.subList(i + 1, terms.size())) {
				Term term = terms.get(i);
				if (term.node() != other.node() && term.overlaps(other)) {
					throw failure("Two nodes led %s at one moment:%n  %s%n  %s", role, term, other);
				}
			}
		}
		return this;
	}

	/**
	 * Verify which nodes have led, one after the other.
	 * @param nodes the nodes, in the order in which their terms began
	 * @return this
	 */
	public LeaderWatchAssert hasLeaders(TestNode... nodes) {
		List<Integer> expected = Arrays.stream(nodes).map(TestNode::number).toList();
		List<Integer> seen = this.actual.terms().stream().map(Term::node).toList();
		if (!seen.equals(expected)) {
			throw failure("Expected that %s was led by the nodes %s in this order, but it was by:%n  %s",
					ClusterView.describe(this.actual.role()), expected, this.actual.terms());
		}
		return this;
	}

}

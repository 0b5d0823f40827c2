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

package io.muster.bootstrap.decision;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * On how many votes a candidate founds: at least as many as it requires itself, as each
 * voter that is counted requires, and as are a majority. The votes of nodes that require
 * more do not count. If the candidate requires 1, its voters have agreed to that.
 */
public final class VoteQuorum {

	private VoteQuorum() {
	}

	/**
	 * Return the number of votes on which a candidate founds.
	 * @param required how many nodes the candidate requires
	 * @param majority how many votes are a majority of the nodes that it knows
	 * @param voters how many nodes each other node requires that votes for it, 0 if that
	 * one does not say
	 * @return the number, empty if there are not enough votes
	 */
	public static OptionalInt of(int required, int majority, List<Integer> voters) {
		int[] numbers = new int[voters.size() + 1];
		numbers[0] = required;
		for (int i = 0; i < voters.size(); i++) {
			numbers[i + 1] = (required == 1) ? required : Math.max(required, voters.get(i));
		}
		Arrays.sort(numbers);
		for (int i = 0; i < numbers.length; i++) {
			int quorum = Math.max(numbers[i], majority);
			if (i + 1 >= quorum) {
				return OptionalInt.of(quorum);
			}
		}
		return OptionalInt.empty();
	}

}

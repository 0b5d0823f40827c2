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

/**
 * What came of asking a contact point for its seed nodes.
 */
public sealed interface ProbeResult {

	/**
	 * It answered.
	 *
	 * @param seedNodes the answer, complete and of the right shape
	 */
	record Answered(SeedNodes seedNodes) implements ProbeResult {
	}

	/**
	 * It did not answer, or not with seed nodes.
	 *
	 * @param kind what kind of failure
	 * @param reason what happened and, where known, the way out; goes after the contact
	 * point's name in a sentence. Made one line, and shortened if it is very long
	 */
	record Failed(Kind kind, String reason) implements ProbeResult {

		private static final int MAX_LENGTH = 500;

		// Parts of the reason may come from whoever answers.
		public Failed {
			reason = reason.replaceAll("\\p{Cntrl}+", " ");
			reason = (reason.length() <= MAX_LENGTH) ? reason : reason.substring(0, MAX_LENGTH) + "...";
		}

	}

	/**
	 * Kinds of failure.
	 */
	enum Kind {

		/**
		 * The connection was refused: nobody listens there.
		 */
		REFUSED,

		/**
		 * A node of another cluster answered: none of this cluster listens there.
		 */
		STRANGER,

		/**
		 * Nothing came back in time, or the host could not be reached.
		 */
		SILENT,

		/**
		 * It is still starting.
		 */
		STARTING,

		/**
		 * Somebody answered, but not with seed nodes: needs a look by an operator.
		 */
		WRONG

	}

}

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
 * Result of asking a contact point for its seed nodes.
 */
public sealed interface ProbeResult {

	/**
	 * The contact point answered with seed nodes.
	 *
	 * @param seedNodes the valid answer
	 */
	record Answered(SeedNodes seedNodes) implements ProbeResult {
	}

	/**
	 * The contact point gave no answer, or none with seed nodes.
	 *
	 * @param kind the kind of failure
	 * @param reason what happened and, if known, what to do about it: the predicate of a
	 * sentence whose subject is the contact point. It is made one line of at most 500
	 * characters
	 */
	record Failed(Kind kind, String reason) implements ProbeResult {

		private static final int MAX_LENGTH = 500;

		// Parts of the reason may be copied from the answer of a stranger.
		public Failed {
			reason = OneLine.of(reason, MAX_LENGTH);
		}

	}

	/**
	 * Kinds of failure.
	 */
	enum Kind {

		/**
		 * The connection was refused: no process listens there.
		 */
		REFUSED,

		/**
		 * A node of another cluster answered.
		 */
		STRANGER,

		/**
		 * No answer came in time, or the host could not be reached.
		 */
		SILENT,

		/**
		 * The application there is still starting, or is stopping.
		 */
		STARTING,

		/**
		 * The answer did not contain seed nodes. An operator has to look into it.
		 */
		WRONG

	}

}

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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a node says to operators on the pages of other nodes: what it waits for, and what
 * it knows of other nodes that they cannot know themselves. Nothing is decided from it.
 * Texts are one line of bounded length, because any sender may write them.
 *
 * @param waitingFor what the node waits for, {@code null} if for nothing, or if it does
 * not say
 * @param remarks what it says of other nodes, of which the first few are kept
 * @param transport how its engine connects to others, {@code null} if it does not say
 */
public record Remarks(@Nullable String waitingFor, List<Remark> remarks, @Nullable String transport) {

	/**
	 * The remarks of a node that has nothing to say.
	 */
	public static final Remarks NONE = new Remarks(null, List.of(), null);

	/**
	 * The most remarks in one answer.
	 */
	public static final int MAX = 10;

	private static final int MAX_LENGTH = 300;

	public Remarks {
		waitingFor = (waitingFor != null) ? OneLine.of(waitingFor, MAX_LENGTH) : null;
		transport = (transport != null) ? OneLine.of(transport, MAX_LENGTH) : null;
		remarks = List.copyOf(remarks.subList(0, Math.min(remarks.size(), MAX)));
	}

	/**
	 * What a node says of another one.
	 *
	 * @param kind what it is about
	 * @param subject a contact point or an engine address of the other node
	 * @param text what there is to say, depending on the kind
	 */
	public record Remark(Kind kind, String subject, String text) {

		public Remark {
			subject = OneLine.of(subject, MAX_LENGTH);
			text = OneLine.of(text, MAX_LENGTH);
		}

	}

	/**
	 * What a remark is about.
	 */
	public enum Kind {

		/**
		 * The contact point probes the node that remarks it, but the source of contact
		 * points that the text names does not list it there.
		 */
		UNLISTED,

		/**
		 * The contact point cannot be probed from there. The text says why.
		 */
		UNHEARD,

		/**
		 * The engine address cannot be connected to from there. The text says why.
		 */
		ENGINE,

		/**
		 * The member with that engine address is unreachable in its cluster.
		 */
		UNREACHABLE;

		/**
		 * Return how the kind is written in answers.
		 */
		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

		static @Nullable Kind of(@Nullable String text) {
			for (Kind kind : values()) {
				if (kind.text().equals(text)) {
					return kind;
				}
			}
			return null;
		}

	}

}

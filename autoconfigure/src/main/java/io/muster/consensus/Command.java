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

package io.muster.consensus;

import java.util.List;

import io.muster.cluster.Node;

/**
 * What an entry of the log does.
 */
public sealed interface Command {

	/**
	 * Change the voters. Takes effect when it is in the log, before it is committed.
	 *
	 * @param voters the voters from now on
	 */
	record Configuration(List<Node> voters) implements Command {

		public Configuration {
			voters = List.copyOf(voters);
		}

	}

	/**
	 * Begin the term of a Raft leader: a leader knows what is committed when an entry of
	 * its own term is.
	 */
	record NewTerm() implements Command {
	}

	/**
	 * Allow grants. No leader of an earlier group acts any more.
	 *
	 * @param complete whether all locks of an earlier group are known
	 * @param time the time of the group
	 */
	record Begin(boolean complete, long time) implements Command {
	}

	/**
	 * Open the session of a server.
	 *
	 * @param server the server
	 */
	record Open(Node server) implements Command {
	}

	/**
	 * Close the session of a server, which loses what it leads.
	 *
	 * @param server the server
	 * @param time the time of the group
	 */
	record Close(Node server, long time) implements Command {
	}

	/**
	 * Have a server stand for a role. It is granted at once if nobody leads.
	 *
	 * @param server the server, ignored if it has no session
	 * @param role the role
	 */
	record Stand(Node server, String role) implements Command {
	}

	/**
	 * Have a server stand for a role no longer, and lose it if it leads.
	 *
	 * @param server the server
	 * @param role the role
	 */
	record Withdraw(Node server, String role) implements Command {
	}

	/**
	 * Have a server wait for a lock, or extend it. It is granted at once if it is free.
	 *
	 * @param server the server, ignored if it has no session
	 * @param lock the name of the lock
	 * @param request what it wants
	 * @param time the time of the group
	 */
	record Request(Node server, String lock, LockRequest request, long time) implements Command {
	}

	/**
	 * Have a server wait for a lock no longer, and release it if it holds it.
	 *
	 * @param server the server
	 * @param lock the name of the lock
	 * @param used whether what the lock protects may have been done
	 * @param time the time of the group
	 */
	record Release(Node server, String lock, boolean used, long time) implements Command {
	}

	/**
	 * Let time pass, after which a lock may be taken.
	 *
	 * @param time the time of the group
	 */
	record Pass(long time) implements Command {
	}

}

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

package io.muster.operations;

import java.util.List;

import io.muster.operations.JoinOutcome.Failure;

/**
 * Thrown if an operation is refused. Nothing was changed then. The message says why and,
 * where known, what to do instead.
 *
 * @see ClusterOperations
 */
public final class OperationRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	private final transient List<Failure> failures;

	/**
	 * Create an exception.
	 * @param kind why the request is refused
	 * @param message the reason as a sentence for an operator
	 */
	public OperationRefusedException(Kind kind, String message) {
		this(kind, message, List.of());
	}

	/**
	 * Create an exception about addresses.
	 * @param kind why the request is refused
	 * @param message the reason as a sentence for an operator
	 * @param failures what is wrong with each address
	 */
	public OperationRefusedException(Kind kind, String message, List<Failure> failures) {
		super(message);
		this.kind = kind;
		this.failures = List.copyOf(failures);
	}

	/**
	 * Return why the request is refused.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Return what is wrong with each address.
	 * @return the failures, empty if this is not about addresses
	 */
	public List<Failure> failures() {
		return (this.failures != null) ? this.failures : List.of();
	}

	/**
	 * Why requests are refused.
	 */
	public enum Kind {

		/**
		 * The request itself is wrong, in any state of the cluster.
		 */
		INVALID,

		/**
		 * There is no such member, and no former member of that name is known.
		 */
		UNKNOWN,

		/**
		 * The member has left already, or was declared failed.
		 */
		GONE,

		/**
		 * The state of this node or of the cluster rules the operation out.
		 */
		CONFLICT,

		/**
		 * No node was contacted at any of the addresses.
		 */
		UNREACHABLE,

		/**
		 * This node's engine has not started yet, or has stopped.
		 */
		UNAVAILABLE

	}

}

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

package io.muster.bootstrap.formation;

import org.jspecify.annotations.Nullable;

/**
 * Whether a node can connect to the engine of another one: the outcome of an attempt to
 * open a TCP connection.
 */
public enum EngineReach {

	/**
	 * The connection was opened.
	 */
	CONNECTS("it takes connections"),

	/**
	 * The connection was refused.
	 */
	REFUSED("connection refused"),

	/**
	 * No connection was opened in time.
	 */
	TIMED_OUT("no connection in time, so packets are dropped on the way"),

	/**
	 * There is no route to the address.
	 */
	UNREACHABLE("no route to that address"),

	/**
	 * The host name is not known.
	 */
	UNRESOLVED("the name of its host cannot be resolved"),

	/**
	 * The host name stands for other addresses than the one that the node's probes come
	 * from. No connection was tried.
	 */
	ELSEWHERE("the name of its host stands for the address of another machine");

	private final String description;

	EngineReach(String description) {
		this.description = description;
	}

	/**
	 * Return what happened, in words of operators.
	 */
	String describe() {
		return this.description;
	}

	/**
	 * Return the outcome with this name, {@code null} if the text is none.
	 */
	static @Nullable EngineReach of(String text) {
		for (EngineReach reach : values()) {
			if (reach.name().equals(text)) {
				return reach;
			}
		}
		return null;
	}

}

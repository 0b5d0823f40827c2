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

package io.muster.benchmark.formation;

/**
 * Where the time goes until a cluster is formed, in order.
 */
enum Stage {

	/**
	 * Discovery, probes, votes.
	 */
	AGREEMENT("one node has the votes and founds"),

	/**
	 * The engine of that node makes a cluster of one.
	 */
	FOUNDING("it is up"),

	/**
	 * Discovery and probes of a later node, or another probe of the others.
	 */
	NEWS("all others know which node to join"),

	/**
	 * The engines greet each other.
	 */
	WELCOME("all are members"),

	/**
	 * The leader waits until all members have seen each other, and for its next turn.
	 */
	PROMOTION("the first node shows all up"),

	/**
	 * Gossip.
	 */
	GOSSIP("every node shows all up");

	private final String end;

	Stage(String end) {
		this.end = end;
	}

	/**
	 * Return what ends the stage, in words.
	 */
	String end() {
		return this.end;
	}

}

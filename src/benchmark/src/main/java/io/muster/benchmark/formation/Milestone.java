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
 * What a node does on its way into the cluster, other than seeing members up.
 */
enum Milestone {

	/**
	 * Bootstrap begins: the engine and the HTTP server are there.
	 */
	BEGINS("Bootstrap of cluster '"),

	/**
	 * The node founds the cluster.
	 */
	FOUNDS("This node founds cluster '"),

	/**
	 * The node knows which node to join through.
	 */
	JOINS("Joining cluster '"),

	/**
	 * The node is a member, if not yet one that is up.
	 */
	MEMBER("This node is a member of cluster '");

	private final String text;

	Milestone(String text) {
		this.text = text;
	}

	/**
	 * Return how the line begins that Muster writes then.
	 */
	String text() {
		return this.text;
	}

}

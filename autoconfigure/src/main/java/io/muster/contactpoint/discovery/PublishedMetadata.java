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

package io.muster.contactpoint.discovery;

/**
 * Keys of the metadata that a node publishes with its registration. They consist of
 * letters, digits and dashes, which all registries accept.
 */
public final class PublishedMetadata {

	/**
	 * Name of the node's cluster.
	 */
	public static final String CLUSTER = "muster-cluster";

	/**
	 * Path that precedes {@code /bootstrap/seed-nodes}, {@code /} for none.
	 */
	public static final String PATH = "muster-path";

	/**
	 * Address of the node's engine, for display only.
	 */
	public static final String NODE = "muster-node";

	private PublishedMetadata() {
	}

}

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

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import io.muster.cluster.NodeAddress;

/**
 * Reads and writes {@link SeedNodes} as JSON. It has a mapper of its own, because the
 * application may configure its mapper, or use another library, as it likes.
 */
public final class SeedNodesMapper {

	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.build();

	private SeedNodesMapper() {
	}

	public static byte[] write(SeedNodes seedNodes) {
		return mapper.writeValueAsBytes(seedNodes);
	}

	/**
	 * Read seed nodes.
	 * @param json the whole JSON text
	 * @return the seed nodes, all required parts of which are there
	 * @throws IllegalArgumentException with what is wrong, for a sentence
	 */
	public static SeedNodes read(byte[] json) {
		SeedNodes seedNodes = parse(json);
		if (seedNodes == null || seedNodes.selfNode() == null || seedNodes.seedNodes() == null
				|| seedNodes.seedNodes().stream().anyMatch((node) -> node == null || node.node() == null)) {
			throw new IllegalArgumentException(
					"answered JSON without selfNode or seedNodes: it is no seed-nodes answer");
		}
		check(seedNodes.selfNode());
		seedNodes.seedNodes().forEach((node) -> check(node.node()));
		if (seedNodes.muster() != null) {
			check(seedNodes.muster());
		}
		return seedNodes;
	}

	private static void check(SeedNodes.Extension extension) {
		if (extension.vote() != null && extension.vote().node() == null) {
			throw new IllegalArgumentException("answered a vote for nobody: it is no seed-nodes answer");
		}
		if (extension.previous() != null) {
			check(extension.previous().node());
		}
		if (extension.cluster() != null) {
			if (extension.cluster().oldest() == null) {
				throw new IllegalArgumentException("answered a cluster without a member: it is no seed-nodes answer");
			}
			check(extension.cluster().oldest().node());
		}
	}

	private static void check(@Nullable String address) {
		if (address == null) {
			throw new IllegalArgumentException("answered a node without an address: it is no seed-nodes answer");
		}
		try {
			NodeAddress.parse(address);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("answered an address that can not be read: " + ex.getMessage(), ex);
		}
	}

	private static @Nullable SeedNodes parse(byte[] json) {
		try {
			return mapper.readValue(json, SeedNodes.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("answered what can not be read as seed nodes: "
					+ Objects.toString(ex.getOriginalMessage(), "").lines().findFirst().orElse("not JSON"), ex);
		}
	}

}

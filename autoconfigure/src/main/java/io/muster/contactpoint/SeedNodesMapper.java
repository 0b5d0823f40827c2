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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.Remarks.Remark;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Maps {@link SeedNodes} to JSON and back. All addresses of an answer are parsed here,
 * and a malformed one is refused with the reason. It has a JSON mapper of its own,
 * because the application may configure its mapper, or use another library.
 */
public final class SeedNodesMapper {

	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.build();

	private SeedNodesMapper() {
	}

	/**
	 * Write seed nodes.
	 * @param seedNodes what to write
	 * @return the JSON text
	 */
	public static byte[] write(SeedNodes seedNodes) {
		Extension muster = seedNodes.muster();
		return mapper.writeValueAsBytes(new SeedNodesJson(seedNodes.selfNode().toString(),
				seedNodes.seedNodes().stream().<@Nullable SeedNodeJson>map(SeedNodeJson::of).toList(),
				(muster != null) ? ExtensionJson.of(muster) : null));
	}

	/**
	 * Read seed nodes.
	 * @param json the whole JSON text
	 * @return the seed nodes
	 * @throws IllegalArgumentException if the text is no seed-nodes answer; its message
	 * is the rest of a sentence that begins with the contact point
	 */
	public static SeedNodes read(byte[] json) {
		SeedNodesJson answer = parse(json);
		if (answer == null || answer.selfNode() == null || answer.seedNodes() == null) {
			throw incomplete();
		}
		List<SeedNode> seedNodes = new ArrayList<>();
		for (@Nullable
		SeedNodeJson seedNode : answer.seedNodes()) {
			seedNodes.add(seedNode(seedNode));
		}
		return new SeedNodes(address(answer.selfNode()), seedNodes,
				(answer.muster() != null) ? extension(answer.muster()) : null);
	}

	private static SeedNode seedNode(@Nullable SeedNodeJson json) {
		if (json == null || json.node() == null) {
			throw incomplete();
		}
		return new SeedNode(new Node(address(json.node()), json.nodeUid()),
				Objects.requireNonNullElse(json.roles(), Set.of()), Objects.requireNonNullElse(json.status(), ""));
	}

	private static IllegalArgumentException incomplete() {
		return new IllegalArgumentException("answered JSON without selfNode or seedNodes: it is no seed-nodes answer");
	}

	private static @Nullable SeedNodesJson parse(byte[] json) {
		try {
			return mapper.readValue(json, SeedNodesJson.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("answered content that cannot be read as seed nodes: "
					+ Objects.toString(ex.getOriginalMessage(), "").lines().findFirst().orElse("not JSON"), ex);
		}
	}

	private static Extension extension(ExtensionJson json) {
		if (json.vote() != null && json.vote().node() == null) {
			throw new IllegalArgumentException("answered a vote without a candidate: it is no seed-nodes answer");
		}
		if (json.cluster() != null && json.cluster().oldest() == null) {
			throw new IllegalArgumentException("answered a cluster without a member: it is no seed-nodes answer");
		}
		VoteJson vote = json.vote();
		NodeJson previous = json.previous();
		ClusterJson cluster = json.cluster();
		NodeProfile profile = json.placement();
		return new Extension(json.version(), json.selfUid(), json.votes(),
				(vote != null) ? new Vote(new Node(address(vote.node()), vote.uid()), vote.term()) : null,
				json.required(), json.newClusterEnabled(), contactPoints(json.contactPoints()),
				(previous != null) ? node(previous) : null,
				(cluster != null && cluster.oldest() != null)
						? new ClusterSummary(cluster.members(), node(cluster.oldest()), Math.max(0, cluster.required()))
						: null,
				(profile != null && profile.dataCenter() != null) ? profile : NodeProfile.DEFAULT,
				new Remarks(json.waitingFor(), remarks(json.remarks()), json.transport()));
	}

	/**
	 * Parse remarks. One that is malformed, or of a kind that only a newer version knows,
	 * is left out, and the rest of the answer counts.
	 */
	private static List<Remark> remarks(@Nullable List<@Nullable RemarkJson> json) {
		List<Remark> remarks = new ArrayList<>();
		for (@Nullable
		RemarkJson remark : Objects.requireNonNullElse(json, List.<@Nullable RemarkJson>of())) {
			Remarks.Kind kind = (remark != null) ? Remarks.Kind.of(remark.kind()) : null;
			if (remark != null && kind != null && remark.of() != null && remarks.size() < Remarks.MAX) {
				remarks.add(new Remark(kind, remark.of(), Objects.requireNonNullElse(remark.text(), "")));
			}
		}
		return remarks;
	}

	/**
	 * Parse contact points. They are hints: a malformed one is left out, and the rest of
	 * the answer counts.
	 */
	private static List<ContactPoint> contactPoints(@Nullable List<@Nullable String> texts) {
		List<ContactPoint> contactPoints = new ArrayList<>();
		if (texts != null) {
			for (@Nullable
			String text : texts) {
				ContactPoint.tryParse(Objects.requireNonNullElse(text, "")).ifPresent(contactPoints::add);
			}
		}
		return contactPoints;
	}

	private static Node node(NodeJson json) {
		return new Node(address(json.node()), json.uid());
	}

	private static NodeAddress address(@Nullable String text) {
		if (text == null) {
			throw new IllegalArgumentException("answered a node without an address: it is no seed-nodes answer");
		}
		try {
			return NodeAddress.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("answered an address that cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * The whole answer.
	 *
	 * @param selfNode the address of the node that answers
	 * @param seedNodes the members that it knows
	 * @param muster what only nodes of Muster answer, {@code null} if there is none
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record SeedNodesJson(@Nullable String selfNode, @Nullable List<@Nullable SeedNodeJson> seedNodes,
			@Nullable ExtensionJson muster) {
	}

	private record SeedNodeJson(@Nullable String node, long nodeUid, @Nullable Set<String> roles,
			@Nullable String status) {

		private static SeedNodeJson of(SeedNode seedNode) {
			return new SeedNodeJson(seedNode.node().address().toString(), seedNode.node().uid(), seedNode.roles(),
					seedNode.status());
		}

	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	private record ExtensionJson(int version, long selfUid, boolean votes, @Nullable VoteJson vote, int required,
			boolean newClusterEnabled, @Nullable List<@Nullable String> contactPoints, @Nullable NodeJson previous,
			@Nullable ClusterJson cluster, @Nullable NodeProfile placement, @Nullable String waitingFor,
			@Nullable List<@Nullable RemarkJson> remarks, @Nullable String transport) {

		private static ExtensionJson of(Extension extension) {
			Vote vote = extension.vote();
			Node previous = extension.previous();
			ClusterSummary cluster = extension.cluster();
			return new ExtensionJson(extension.version(), extension.selfUid(), extension.votes(), (vote != null)
					? new VoteJson(vote.candidate().address().toString(), vote.candidate().uid(), vote.term()) : null,
					extension.required(), extension.newClusterEnabled(),
					extension.contactPoints().stream().<@Nullable String>map(ContactPoint::toString).toList(),
					(previous != null) ? NodeJson.of(previous) : null,
					(cluster != null)
							? new ClusterJson(cluster.members(), NodeJson.of(cluster.oldest()), cluster.required())
							: null,
					extension.profile(), extension.remarks().waitingFor(), remarks(extension.remarks()),
					extension.remarks().transport());
		}

		private static @Nullable List<@Nullable RemarkJson> remarks(Remarks remarks) {
			return remarks.remarks().isEmpty() ? null
					: remarks.remarks().stream().<@Nullable RemarkJson>map(RemarkJson::of).toList();
		}

	}

	private record RemarkJson(@Nullable String kind, @Nullable String of, @Nullable String text) {

		private static RemarkJson of(Remark remark) {
			return new RemarkJson(remark.kind().text(), remark.subject(), remark.text());
		}

	}

	private record VoteJson(@Nullable String node, long uid, long term) {
	}

	private record NodeJson(@Nullable String node, long uid) {

		private static NodeJson of(Node node) {
			return new NodeJson(node.address().toString(), node.uid());
		}

	}

	@JsonInclude(JsonInclude.Include.NON_DEFAULT)
	private record ClusterJson(int members, @Nullable NodeJson oldest, int required) {
	}

}

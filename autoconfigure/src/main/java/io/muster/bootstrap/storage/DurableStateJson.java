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

package io.muster.bootstrap.storage;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.formation.DurableState;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.Vote;
import io.muster.file.Checksum;

/**
 * Writes a {@link DurableState} as indented JSON, which operators can read, and reads it.
 * The checksum is that of the text in which its own digits are zeros. A text without a
 * checksum, as earlier releases wrote it, is read without a check.
 */
final class DurableStateJson {

	private static final int VERSION = 1;

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final String cluster;

	DurableStateJson(String cluster) {
		this.cluster = cluster;
	}

	byte[] write(DurableState state) {
		Node previous = state.previous();
		List<KnownMember> members = state.members().stream().map(DurableStateJson::member).toList();
		String json = mapper.writeValueAsString(new Content(VERSION, this.cluster,
				(previous != null) ? KnownMember.of(previous, null) : null, members, VoteJson.of(state.vote()),
				state.left() ? true : null, state.forming() ? true : null, Checksum.NONE));
		return Checksum.add(json).getBytes(StandardCharsets.UTF_8);
	}

	private static KnownMember member(LastKnownMember member) {
		return KnownMember.of(member.node(), member.contactPoint());
	}

	/**
	 * Read a state.
	 * @param json the whole JSON text
	 * @return the durable state
	 * @throws IllegalArgumentException with what is wrong, for a sentence
	 */
	DurableState read(byte[] json) {
		Content content = parse(json);
		if (content == null || content.cluster() == null || content.members() == null) {
			throw new IllegalArgumentException("it is not complete");
		}
		if (content.version() != VERSION) {
			throw new IllegalArgumentException(
					"it has version %d, and this release reads version %d only".formatted(content.version(), VERSION));
		}
		if (content.checksum() != null
				&& !content.checksum().equals(Checksum.of(new String(json, StandardCharsets.UTF_8)))) {
			throw new IllegalArgumentException("its checksum is wrong, so it was damaged or edited");
		}
		if (!content.cluster().equals(this.cluster)) {
			throw new IllegalArgumentException("it was written for cluster '%s', and this node belongs to '%s'"
				.formatted(content.cluster(), this.cluster));
		}
		try {
			return new DurableState((content.previous() != null) ? content.previous().toNode() : null,
					content.members().stream().map(DurableStateJson::member).toList(),
					(content.vote() != null) ? content.vote().toVote() : null, Boolean.TRUE.equals(content.left()),
					null, Boolean.TRUE.equals(content.forming()));
		}
		catch (IllegalArgumentException | NullPointerException ex) {
			throw new IllegalArgumentException("it names a node that cannot be read: " + ex.getMessage(), ex);
		}
	}

	private static LastKnownMember member(KnownMember member) {
		String contactPoint = member.contactPoint();
		return new LastKnownMember(member.toNode(),
				(contactPoint != null) ? ContactPoint.tryParse(contactPoint).orElse(null) : null);
	}

	private static @Nullable Content parse(byte[] json) {
		try {
			return mapper.readValue(json, Content.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is not complete JSON", ex);
		}
	}

	/**
	 * The content of the file.
	 *
	 * @param version the version of its format
	 * @param cluster the name of the cluster
	 * @param previous this node when it was a member last, {@code null} if it never was
	 * @param members the other members
	 * @param vote the vote that this node holds, {@code null} if it holds none
	 * @param left whether an operator had this node leave, {@code null} if not
	 * @param forming whether the cluster of the members was still forming, {@code null}
	 * if not
	 * @param checksum the checksum of the text, {@code null} if it has none
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Content(int version, @Nullable String cluster, @Nullable KnownMember previous,
			@Nullable List<KnownMember> members, @Nullable VoteJson vote, @Nullable Boolean left,
			@Nullable Boolean forming, @Nullable String checksum) {
	}

	/**
	 * A member.
	 *
	 * @param node its engine address
	 * @param uid the uid of its incarnation
	 * @param contactPoint where it answered probes, {@code null} if unknown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	private record KnownMember(String node, long uid, @Nullable String contactPoint) {

		private static KnownMember of(Node node, @Nullable ContactPoint contactPoint) {
			return new KnownMember(node.address().toString(), node.uid(),
					(contactPoint != null) ? contactPoint.toString() : null);
		}

		private Node toNode() {
			return new Node(NodeAddress.parse(this.node), this.uid);
		}

	}

	/**
	 * A vote.
	 *
	 * @param node engine address of the candidate
	 * @param uid the uid of its incarnation
	 * @param term number of the candidacy
	 */
	private record VoteJson(String node, long uid, long term) {

		private static @Nullable VoteJson of(@Nullable Vote vote) {
			return (vote != null)
					? new VoteJson(vote.candidate().address().toString(), vote.candidate().uid(), vote.term()) : null;
		}

		private Vote toVote() {
			return new Vote(new Node(NodeAddress.parse(this.node), this.uid), this.term);
		}

	}

}

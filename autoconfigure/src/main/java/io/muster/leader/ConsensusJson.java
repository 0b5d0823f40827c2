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

package io.muster.leader;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.consensus.Command;
import io.muster.consensus.ConsensusMessage;
import io.muster.consensus.StoredLog;
import io.muster.file.Checksum;

/**
 * Writes the messages of the consensus and its log as JSON, and reads them. What a later
 * release adds to a message is ignored. A message that cannot be read counts as lost.
 */
final class ConsensusJson {

	/**
	 * How many bytes of JSON are sent as they are.
	 */
	private static final int UNCOMPRESSED = 16_000;

	/**
	 * How many bytes of JSON are read at most.
	 */
	private static final int LONGEST = 10_000_000;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.addMixIn(ConsensusMessage.class, MessageTypes.class)
		.addMixIn(Command.class, CommandTypes.class)
		.addModule(new SimpleModule().addSerializer(Node.class, new NodeSerializer())
			.addDeserializer(Node.class, new NodeDeserializer()))
		.build();

	private static final ObjectReader READER = MAPPER.readerFor(Letter.class)
		.with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

	private static final int VERSION = 1;

	private static final JsonMapper FILES = MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

	private static final ObjectReader FILE_READER = FILES.readerFor(LogFile.class)
		.with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

	private ConsensusJson() {
	}

	static byte[] write(Letter letter) {
		byte[] json = MAPPER.writeValueAsBytes(letter);
		return (json.length > UNCOMPRESSED) ? compress(json) : json;
	}

	/**
	 * Make a long message, which repeats the same nodes many times, ten times as short.
	 */
	private static byte[] compress(byte[] json) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			zip.write(json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static byte[] decompress(byte[] bytes) {
		try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			return zip.readNBytes(LONGEST);
		}
		catch (IOException ex) {
			throw DatabindException.from((JsonParser) null, "not compressed as it should be", ex);
		}
	}

	private static boolean isCompressed(byte[] bytes) {
		return bytes.length > 1 && bytes[0] == (byte) GZIPInputStream.GZIP_MAGIC
				&& bytes[1] == (byte) (GZIPInputStream.GZIP_MAGIC >> 8);
	}

	/**
	 * Read a letter.
	 * @throws JacksonException if the bytes are no letter
	 */
	static Letter read(byte[] bytes) {
		Letter letter = READER.readValue(isCompressed(bytes) ? decompress(bytes) : bytes);
		if (letter == null) {
			throw DatabindException.from((JsonParser) null, "no letter");
		}
		return letter;
	}

	/**
	 * Write a log as indented JSON, which operators can read.
	 */
	static byte[] writeLog(StoredLog log, String cluster) {
		long last = log.index() + log.entries().size();
		return Checksum.add(FILES.writeValueAsString(new LogFile(VERSION, cluster, last, log, Checksum.NONE)))
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Read a log.
	 * @throws JacksonException if the text is not complete
	 * @throws IllegalArgumentException with what is wrong, for a sentence
	 */
	static StoredLog readLog(byte[] json, String cluster) {
		LogFile file = FILE_READER.readValue(json);
		if (file == null || file.cluster() == null || file.log() == null || file.checksum() == null) {
			throw new IllegalArgumentException("it is not complete");
		}
		if (file.version() != VERSION) {
			throw new IllegalArgumentException(
					"it has version %d, and this release reads version %d only".formatted(file.version(), VERSION));
		}
		if (!file.checksum().equals(Checksum.of(new String(json, StandardCharsets.UTF_8)))) {
			throw new IllegalArgumentException("its checksum is wrong, so it was damaged or edited");
		}
		if (!file.cluster().equals(cluster)) {
			throw new IllegalArgumentException("it was written for cluster '%s', and this node belongs to '%s'"
				.formatted(file.cluster(), cluster));
		}
		return file.log();
	}

	/**
	 * The content of the file of a log.
	 *
	 * @param version the version of its format
	 * @param cluster the name of the cluster
	 * @param lastLogIndex the index of the last entry, for people
	 * @param log the log
	 * @param checksum the checksum of the text
	 */
	record LogFile(int version, @Nullable String cluster, long lastLogIndex, @Nullable StoredLog log,
			@Nullable String checksum) {
	}

	/**
	 * A message with its sender and its receiver.
	 *
	 * @param from the sender
	 * @param to the receiver: not the next node that has its address
	 * @param message the message
	 */
	record Letter(Node from, Node to, ConsensusMessage message) {

		Letter {
			Objects.requireNonNull(from, "'from' is missing");
			Objects.requireNonNull(to, "'to' is missing");
			Objects.requireNonNull(message, "'message' is missing");
		}

	}

	/**
	 * The messages, by name.
	 */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @Type(ConsensusMessage.VoteRequest.class), @Type(ConsensusMessage.VoteReply.class),
			@Type(ConsensusMessage.Append.class), @Type(ConsensusMessage.Install.class),
			@Type(ConsensusMessage.AppendReply.class), @Type(ConsensusMessage.StandNow.class),
			@Type(ConsensusMessage.Found.class), @Type(ConsensusMessage.Promise.class),
			@Type(ConsensusMessage.Abandon.class), @Type(ConsensusMessage.KeepAlive.class),
			@Type(ConsensusMessage.Agreed.class), @Type(ConsensusMessage.Redirect.class) })
	interface MessageTypes {

	}

	/**
	 * The commands, by name.
	 */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @Type(Command.Configuration.class), @Type(Command.NewTerm.class), @Type(Command.Begin.class),
			@Type(Command.Open.class), @Type(Command.Close.class), @Type(Command.Stand.class),
			@Type(Command.Withdraw.class), @Type(Command.Request.class), @Type(Command.Release.class),
			@Type(Command.Pass.class) })
	interface CommandTypes {

	}

	private static final class NodeSerializer extends ValueSerializer<Node> {

		@Override
		public void serialize(Node node, JsonGenerator generator, SerializationContext context) {
			generator.writeString(node.toString());
		}

	}

	private static final class NodeDeserializer extends ValueDeserializer<Node> {

		@Override
		public Node deserialize(JsonParser parser, DeserializationContext context) {
			String text = parser.getString();
			int hash = text.lastIndexOf('#');
			try {
				return new Node(NodeAddress.parse(text.substring(0, hash)), Long.parseLong(text.substring(hash + 1)));
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
				throw context.weirdStringException(text, Node.class, "not a node");
			}
		}

	}

}

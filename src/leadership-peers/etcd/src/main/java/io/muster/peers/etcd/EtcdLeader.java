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

package io.muster.peers.etcd;

import java.nio.charset.StandardCharsets;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;

import io.muster.peers.record.LeadRecord;

/**
 * Stands for leader in an election of etcd. The arguments are the endpoints of the
 * servers, divided by commas, and the time to live of the lease in seconds.
 */
public final class EtcdLeader {

	private EtcdLeader() {
	}

	public static void main(String[] args) {
		Client client = Client.builder().endpoints(args[0].split(",")).build();
		ByteSequence name = ByteSequence.from(ProcessHandle.current().pid() + "", StandardCharsets.UTF_8);
		Election election = new Election(client, Long.parseLong(args[1]), name);
		election.start();
		LeadRecord record = LeadRecord.start(election::isLeader);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try (client; record) {
				election.handOver();
			}
		}, "hand-over"));
	}

}

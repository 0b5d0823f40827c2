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

package io.muster.peers.zookeeper;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.retry.RetryForever;

import io.muster.peers.record.LeadRecord;

/**
 * Stands for leader with Curator's latch. The arguments are the servers, as ZooKeeper
 * writes them, and the session timeout in milliseconds.
 */
public final class ZookeeperLeader {

	private static final int RETRY_MILLIS = 100;

	private ZookeeperLeader() {
	}

	public static void main(String[] args) throws Exception {
		int session = Integer.parseInt(args[1]);
		CuratorFramework client = CuratorFrameworkFactory.newClient(args[0], session, session,
				new RetryForever(RETRY_MILLIS));
		client.start();
		client.blockUntilConnected();
		LeaderLatch latch = new LeaderLatch(client, "/leader");
		latch.start();
		LeadRecord record = LeadRecord.start(latch::hasLeadership);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> handOver(latch, record, client), "hand-over"));
	}

	private static void handOver(LeaderLatch latch, LeadRecord record, CuratorFramework client) {
		try (client; record) {
			latch.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

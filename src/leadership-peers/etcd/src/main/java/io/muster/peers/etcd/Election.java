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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.support.CloseableClient;
import io.etcd.jetcd.support.Observers;
import org.jspecify.annotations.Nullable;

/**
 * Stands for leader until it leads, and again when its lease has ended. It believes to
 * lead from when it has won until the client tells that the lease has ended: that is all
 * that the client offers.
 */
final class Election {

	private static final ByteSequence NAME = ByteSequence.from("leader", StandardCharsets.UTF_8);

	private final Client client;

	private final long seconds;

	private final ByteSequence value;

	private volatile @Nullable LeaderKey won;

	private volatile boolean closed;

	Election(Client client, long seconds, ByteSequence value) {
		this.client = client;
		this.seconds = seconds;
		this.value = value;
	}

	void start() {
		Thread thread = new Thread(this::run, "election");
		thread.setDaemon(true);
		thread.start();
	}

	boolean isLeader() {
		return this.won != null;
	}

	private void run() {
		while (!this.closed) {
			try {
				stand();
			}
			catch (ExecutionException ex) {
				System.err.println("Standing again: " + ex.getCause());
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void stand() throws ExecutionException, InterruptedException {
		long lease = this.client.getLeaseClient().grant(this.seconds).get().getID();
		CompletableFuture<Void> ended = new CompletableFuture<>();
		CompletableFuture<CampaignResponse> campaign = new CompletableFuture<>();
		ended.whenComplete((result, failure) -> this.won = null);
		try (CloseableClient keeping = this.client.getLeaseClient()
			.keepAlive(lease,
					Observers.<LeaseKeepAliveResponse>builder()
						.onError((failure) -> ended.complete(null))
						.onCompleted(() -> ended.complete(null))
						.build())) {
			campaign = this.client.getElectionClient().campaign(NAME, lease, this.value);
			CompletableFuture.anyOf(campaign, ended).get();
			if (campaign.isDone() && !this.closed) {
				this.won = campaign.get().getLeader();
				if (ended.isDone()) {
					this.won = null;
				}
				ended.get();
			}
		}
		finally {
			this.won = null;
			campaign.cancel(true);
		}
	}

	/**
	 * Do not lead any more, and let another lead at once.
	 */
	void handOver() {
		this.closed = true;
		LeaderKey key = this.won;
		this.won = null;
		if (key != null) {
			this.client.getElectionClient().resign(key).join();
		}
	}

}

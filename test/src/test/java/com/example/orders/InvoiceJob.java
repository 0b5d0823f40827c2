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

package com.example.orders;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.muster.leader.FencingToken;
import io.muster.leader.OnLeader;

/**
 * A job of the leader.
 */
@Component
public class InvoiceJob {

	private final AtomicInteger runs = new AtomicInteger();

	private volatile long token;

	@OnLeader
	@Scheduled(fixedDelayString = "${invoices.every:50ms}", initialDelay = 0)
	public void run() {
		this.token = FencingToken.current().value();
		this.runs.incrementAndGet();
	}

	public int runs() {
		return this.runs.get();
	}

	public long token() {
		return this.token;
	}

}

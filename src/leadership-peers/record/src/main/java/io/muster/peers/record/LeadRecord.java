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

package io.muster.peers.record;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Writes when this process believes to lead, in lines on stdout: {@code stands} when it
 * stands for leader, {@code leads NANOS} when it begins to lead, and
 * {@code led NANOS NANOS} when it has ended, with the first and the last time at which it
 * believed so. The times are of the machine's monotonic clock, which its processes share.
 */
public final class LeadRecord implements AutoCloseable {

	private static final long INTERVAL_MILLIS = 10;

	/**
	 * A process that did not ask for so long was suspended. It did not lead meanwhile,
	 * because it did nothing.
	 */
	private static final long GAP = TimeUnit.MILLISECONDS.toNanos(200);

	private final BooleanSupplier leads;

	private final ScheduledExecutorService executor = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "lead-record"));

	private boolean leading;

	private long begin;

	private long end;

	private LeadRecord(BooleanSupplier leads) {
		this.leads = leads;
	}

	/**
	 * Ask a hundred times a second, in a thread that keeps the process alive.
	 * @param leads returns whether this process may act as the leader now
	 * @return the record
	 */
	public static LeadRecord start(BooleanSupplier leads) {
		LeadRecord record = new LeadRecord(leads);
		System.out.println("stands");
		record.executor.scheduleWithFixedDelay(record::ask, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		return record;
	}

	/**
	 * The time is taken before the question: it is not known what a thread that is
	 * suspended after the answer would go on with.
	 */
	private synchronized void ask() {
		long now = System.nanoTime();
		boolean leads = this.leads.getAsBoolean();
		if (this.leading && (!leads || now - this.end > GAP)) {
			writeEnd();
		}
		if (leads) {
			if (!this.leading) {
				this.leading = true;
				this.begin = now;
				System.out.println("leads " + now);
			}
			this.end = now;
		}
	}

	private void writeEnd() {
		this.leading = false;
		System.out.println("led " + this.begin + " " + this.end);
	}

	/**
	 * Write the end, if this process leads, and ask no more.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
		synchronized (this) {
			if (this.leading) {
				writeEnd();
			}
		}
	}

}

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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Hands over what this server leads before it leaves the cluster, so that another leads
 * at once and not only when its session has ended.
 */
public final class LeadershipsLifecycle implements SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(LeadershipsLifecycle.class);

	/**
	 * How long a hand-over may take. It takes milliseconds if a majority is there, and
	 * nobody can take over otherwise.
	 */
	private static final Duration HAND_OVER = Duration.ofSeconds(2);

	private final EngineLeaderships leaderships;

	private final int phase;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param leaderships the leaderships
	 * @param phase the phase, larger than that in which this node leaves the cluster
	 */
	public LeadershipsLifecycle(EngineLeaderships leaderships, int phase) {
		this.leaderships = leaderships;
		this.phase = phase;
	}

	@Override
	public void start() {
		this.running = true;
		this.leaderships.enter();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.leaderships.leave()
			.orTimeout(HAND_OVER.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((result, failure) -> {
				if (failure != null) {
					logger
						.info("Leaving without a hand-over: no majority of the servers answered within %d s. What this "
							.formatted(HAND_OVER.toSeconds())
								+ "server led, others can lead some 5 s from now, if they are a majority");
				}
				callback.run();
			});
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	@Override
	public void destroy() {
		this.leaderships.stop();
	}

}

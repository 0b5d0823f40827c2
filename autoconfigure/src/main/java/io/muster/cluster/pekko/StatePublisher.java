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

package io.muster.cluster.pekko;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;

/**
 * Keeps the latest {@link ClusterState} and notifies listeners of each change. The state
 * of a stopped engine is the last one.
 */
final class StatePublisher {

	private static final Log logger = LogFactory.getLog(StatePublisher.class);

	private final List<Consumer<ClusterState>> listeners = new CopyOnWriteArrayList<>();

	private volatile ClusterState state = ClusterState.NEW;

	ClusterState state() {
		return this.state;
	}

	void add(Consumer<ClusterState> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Add a listener and notify it of the latest state at once.
	 * @param listener the listener
	 */
	synchronized void addAndNotify(Consumer<ClusterState> listener) {
		add(listener);
		notify(listener, this.state);
	}

	/**
	 * Set the state without notifying listeners.
	 * @param state the state
	 */
	void init(ClusterState state) {
		this.state = state;
	}

	synchronized void publish(ClusterState state) {
		if (this.state.status() != EngineStatus.STOPPED) {
			this.state = state;
			this.listeners.forEach((listener) -> notify(listener, state));
		}
	}

	void publishStopped() {
		ClusterState last = this.state;
		publish(new ClusterState(EngineStatus.STOPPED, last.self(), List.of(), null, last.departed()));
	}

	private static void notify(Consumer<ClusterState> listener, ClusterState state) {
		try {
			listener.accept(state);
		}
		catch (RuntimeException ex) {
			logger.error(LogMessage.format("A listener failed on %s", state), ex);
		}
	}

}

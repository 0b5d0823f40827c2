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

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private volatile ClusterState state = ClusterState.NEW;

	ClusterState state() {
		return this.state;
	}

	/**
	 * Return a listener that is not added yet.
	 * @param callback is called with each state once the listener is added
	 * @return the listener
	 */
	Listener listener(Consumer<ClusterState> callback) {
		return new Listener(callback);
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
			this.listeners.forEach((listener) -> listener.publish(state));
		}
	}

	void publishStopped() {
		ClusterState last = this.state;
		publish(new ClusterState(EngineStatus.STOPPED, last.self(), List.of(), null, last.departed()));
	}

	/**
	 * A listener, which may be removed before it was added: adding it may have to wait
	 * for the engine's thread.
	 */
	final class Listener {

		private final Consumer<ClusterState> callback;

		private volatile boolean removed;

		private Listener(Consumer<ClusterState> callback) {
			this.callback = callback;
		}

		void add() {
			synchronized (StatePublisher.this) {
				if (!this.removed) {
					StatePublisher.this.listeners.add(this);
				}
			}
		}

		/**
		 * Add the listener and call it with the latest state.
		 */
		void addWithLatestState() {
			synchronized (StatePublisher.this) {
				add();
				publish(StatePublisher.this.state);
			}
		}

		void remove() {
			this.removed = true;
			synchronized (StatePublisher.this) {
				StatePublisher.this.listeners.remove(this);
			}
		}

		private void publish(ClusterState state) {
			try {
				if (!this.removed) {
					this.callback.accept(state);
				}
			}
			catch (RuntimeException ex) {
				logger.error(LogMessage.format("A listener failed on %s", state), ex);
			}
		}

	}

}

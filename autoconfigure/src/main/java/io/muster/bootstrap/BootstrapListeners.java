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

package io.muster.bootstrap;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.bootstrap.formation.Split;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ProbeResult.Failed;

/**
 * All listeners to what bootstrap does.
 */
final class BootstrapListeners {

	private final List<BootstrapListener> listeners = new CopyOnWriteArrayList<>();

	void add(BootstrapListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Publish an event to the listeners, if it is the end of a lookup or of a probe.
	 */
	void publish(BootstrapEvent event) {
		if (event instanceof Discovered || event instanceof LookupFailed) {
			this.listeners.forEach((listener) -> listener.lookedUp(event instanceof Discovered));
		}
		else if (event instanceof Probed probed) {
			String outcome = (probed.result() instanceof Failed failed) ? failed.kind().name().toLowerCase(Locale.ROOT)
					: "answered";
			this.listeners.forEach((listener) -> listener.probed(outcome));
		}
	}

	void splitChanged(@Nullable Split split) {
		this.listeners.forEach((listener) -> listener.splitChanged(split));
	}

	void givesWay(List<NodeAddress> seedNodes) {
		this.listeners.forEach((listener) -> listener.givesWay(seedNodes));
	}

}

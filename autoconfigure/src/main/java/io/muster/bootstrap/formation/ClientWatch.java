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

package io.muster.bootstrap.formation;

import java.util.List;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.formation.BootstrapCommand.Rejoin;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;

/**
 * Has a client leave a cluster that has no server any more. The client then looks for
 * servers as it did at its start. Clients of Consul and Nomad do the same: they use the
 * configured servers again when all servers that they know are gone.
 */
final class ClientWatch {

	private final boolean client;

	private final Effects effects;

	private boolean leaving;

	ClientWatch(BootstrapSettings settings, Effects effects) {
		this.client = settings.profile().client();
		this.effects = effects;
	}

	/**
	 * Take the members of this node's cluster, and leave it if none of them is a server.
	 */
	void members(EngineChanged event, long now) {
		if (this.client && !event.hasServer() && !this.leaving) {
			this.leaving = true;
			this.effects.warn(now, "No server is left in the cluster: this client looks for servers again");
			this.effects.add(new Rejoin(List.of()));
		}
	}

}

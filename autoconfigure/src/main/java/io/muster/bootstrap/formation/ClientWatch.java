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
 * Sees to it that a client does not stay in a cluster that has no server any more: it
 * looks for servers as it did at first, where it was told to. Consul's and Nomad's
 * clients, too, fall back to the servers of their configuration when all that they know
 * are gone.
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
	 * Note who is in the cluster of which this node is a member.
	 */
	void members(EngineChanged event, long now) {
		if (this.client && !event.hasServer() && !this.leaving) {
			this.leaving = true;
			this.effects.warn(now, "No server is left in the cluster: this client looks for servers anew");
			this.effects.add(new Rejoin(List.of()));
		}
	}

}

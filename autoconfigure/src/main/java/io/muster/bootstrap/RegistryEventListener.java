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

import java.util.function.Supplier;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.HeartbeatMonitor;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/**
 * Has contact points looked up at once when a registry reports a change.
 */
public final class RegistryEventListener implements GenericApplicationListener {

	private final HeartbeatMonitor monitor = new HeartbeatMonitor();

	private final Supplier<BootstrapCoordinator> coordinator;

	public RegistryEventListener(Supplier<BootstrapCoordinator> coordinator) {
		this.coordinator = coordinator;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.toClass();
		return HeartbeatEvent.class.isAssignableFrom(type) || InstanceRegisteredEvent.class.isAssignableFrom(type);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (!(event instanceof HeartbeatEvent heartbeat) || this.monitor.update(heartbeat.getValue())) {
			this.coordinator.get().registryChanged();
		}
	}

}

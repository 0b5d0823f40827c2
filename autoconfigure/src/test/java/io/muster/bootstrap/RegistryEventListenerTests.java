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

import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.event.ParentHeartbeatEvent;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link RegistryEventListener}.
 */
class RegistryEventListenerTests {

	private final BootstrapCoordinator coordinator = mock(BootstrapCoordinator.class);

	private final RegistryEventListener listener = new RegistryEventListener(() -> this.coordinator);

	@Test
	void looksUpWhenTheRegistryHasChanged() {
		this.listener.onApplicationEvent(new HeartbeatEvent(this, 1));
		this.listener.onApplicationEvent(new HeartbeatEvent(this, 2));
		then(this.coordinator).should(times(2)).registryChanged();
	}

	@Test
	void doesNotLookUpWhenItHasNot() {
		this.listener.onApplicationEvent(new HeartbeatEvent(this, 1));
		this.listener.onApplicationEvent(new HeartbeatEvent(this, 1));
		then(this.coordinator).should().registryChanged();
	}

	@Test
	void looksUpWhenThisNodeIsRegistered() {
		this.listener.onApplicationEvent(new InstanceRegisteredEvent<>(this, "config"));
		then(this.coordinator).should().registryChanged();
	}

	@Test
	void listensToTheEventsOfARegistryOnly() {
		assertThat(this.listener.supportsEventType(ResolvableType.forClass(HeartbeatEvent.class))).isTrue();
		assertThat(this.listener
			.supportsEventType(ResolvableType.forClassWithGenerics(InstanceRegisteredEvent.class, Object.class)))
			.isTrue();
		assertThat(this.listener.supportsEventType(ResolvableType.forClass(ParentHeartbeatEvent.class))).isFalse();
	}

}

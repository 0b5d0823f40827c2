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

package io.muster.test.context;

import org.springframework.beans.factory.config.BeanPostProcessor;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;

/**
 * Has each engine found a cluster of one as soon as it has started: there is nobody to
 * find, and in a mock web environment nobody could find this node.
 */
final class ClusterOfOne implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ClusterEngine engine) {
			engine.addListener((state) -> found(engine, state));
		}
		return bean;
	}

	private static void found(ClusterEngine engine, ClusterState state) {
		if (state.status() == EngineStatus.STARTED) {
			// Not on the engine's thread: its start may not have returned yet.
			Thread thread = new Thread(() -> engine.found(1), "muster-test-found");
			thread.setDaemon(true);
			thread.start();
		}
	}

}

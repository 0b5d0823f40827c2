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

package io.muster.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.ConfigurableApplicationContext;

import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

/**
 * An application that runs.
 *
 * @param context its context
 * @param engineId the id by which its engines find the network of the test
 * @param led the roles that it was told to lead
 */
record Running(ConfigurableApplicationContext context, String engineId, Map<String, Leadership> led) {

	static Running of(ConfigurableApplicationContext context, String engineId) {
		Map<String, Leadership> led = new ConcurrentHashMap<>();
		context.getBean(Leaderships.class).addListener(new Leaderships.Listener() {

			@Override
			public void granted(Leadership leadership) {
				led.put(leadership.role(), leadership);
			}

			@Override
			public void revoked(Leadership leadership) {
				// What led says of this moment is asked of the leadership itself.
			}

		});
		return new Running(context, engineId, led);
	}

}

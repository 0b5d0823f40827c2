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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.muster.autoconfigure.ClusterAutoConfiguration;
import io.muster.bootstrap.ApplicationExit;

/**
 * {@link AutoConfiguration Auto-configuration} for a node in a JVM that it shares with
 * tests: where it would end its process, it closes its application context.
 */
@AutoConfiguration(before = ClusterAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "muster.enabled", matchIfMissing = true)
public final class ClusterExitAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ClusterExitAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	ApplicationExit applicationExit(ConfigurableApplicationContext context) {
		return (reason) -> {
			logger.error("Closing the application context, in a test in place of the process: " + reason);
			// The calling thread may be one that closing waits for.
			new Thread(context::close, "muster-exit").start();
		};
	}

}

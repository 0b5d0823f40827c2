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

package io.muster.autoconfigure;

import java.nio.file.Path;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.muster.autoconfigure.MusterProperties.DiscoveryMethod;
import io.muster.cluster.ClusterEngine;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.local.LocalProcesses;
import io.muster.contactpoint.web.LocalServer;

/**
 * Configuration for the contact points of this user's processes on this machine.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnDiscoveryMethod(DiscoveryMethod.LOCAL_PROCESSES)
class LocalProcessesConfiguration {

	@Bean
	ContactPointSource localProcessesContactPointSource(ClusterEngine engine, LocalServer server) {
		Path directory = Path.of(System.getProperty("user.home"), ".muster", "processes", engine.name());
		return new LocalProcesses(directory, server::contactPoint);
	}

}

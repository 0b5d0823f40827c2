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

package io.muster.registries.eureka;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.FormationTimes;
import io.muster.processes.Processes;

/**
 * Tests for nodes with a Eureka server that all have the default timings of Eureka, which
 * take a minute.
 */
@EnabledIfSystemProperty(named = FormationTimes.PROPERTY, matches = "true")
@Tag("system")
class EurekaDefaultsIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private EurekaServer server;

	@Test
	void threeThatStartTogetherAreOneClusterInATimeThatIsPrinted() {
		this.server = new EurekaServer(this.processes, false);
		this.server.start();
		FormationTimes.measure(this.processes, this.server).print("Eureka's defaults");
	}

	@AfterEach
	void stopServer() {
		this.server.stop();
	}

}

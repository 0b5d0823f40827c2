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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@link ApplicationExit} that closes the application's context and ends the process with
 * exit code 1, so that a supervisor of the process starts it again.
 */
public final class SpringApplicationExit implements ApplicationExit {

	private static final Log logger = LogFactory.getLog(SpringApplicationExit.class);

	private final ConfigurableApplicationContext context;

	public SpringApplicationExit(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void exit(String reason) {
		Thread thread = new Thread(this::closeAndExit, "muster-exit");
		// The calling thread may be a daemon, as the engine's are. The process would then
		// end as soon as the web server has, and with exit code 0.
		thread.setDaemon(false);
		try {
			logger.error("Closing the application: " + reason);
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			// Closing the application would need memory and several threads.
			Runtime.getRuntime().halt(1);
		}
	}

	private void closeAndExit() {
		int code = 1;
		try {
			code = SpringApplication.exit(this.context, () -> 1);
		}
		finally {
			System.exit(code);
		}
	}

}

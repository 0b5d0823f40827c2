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

package io.muster.leader;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogMessage;

/**
 * A bean that runs where the leader of a role is.
 *
 * @param role the role
 * @param name the name of the bean
 * @param lifecycle the bean
 */
record LeaderBean(String role, String name, SmartLifecycle lifecycle) {

	private static final Log logger = LogFactory.getLog(LeaderBean.class);

	/**
	 * Start the bean if it does not run.
	 */
	void start() {
		try {
			if (!this.lifecycle.isRunning()) {
				logger.info(LogMessage.format("Starting bean '%s', because this server leads %s", this.name,
						LeaderCall.describe(this.role)));
				this.lifecycle.start();
			}
		}
		catch (RuntimeException ex) {
			logger.error(LogMessage.format(
					"Bean '%s' could not be started. It stays stopped until this server begins to lead %s again",
					this.name, LeaderCall.describe(this.role)), ex);
		}
	}

	/**
	 * Stop the bean if it runs.
	 */
	void stop() {
		try {
			if (this.lifecycle.isRunning()) {
				logger.info(LogMessage.format("Stopping bean '%s'", this.name));
				this.lifecycle.stop();
			}
		}
		catch (RuntimeException ex) {
			logger.error(LogMessage.format("Bean '%s' could not be stopped. It may run on two servers", this.name), ex);
		}
	}

}

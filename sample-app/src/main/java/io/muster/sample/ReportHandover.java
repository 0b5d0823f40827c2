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

package io.muster.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberFailed;

/**
 * Logs when the reports move to this node. Any bean can listen to the
 * {@link io.muster.cluster.ClusterEvent}s like this.
 */
@Component
class ReportHandover {

	private static final Log logger = LogFactory.getLog(ReportHandover.class);

	@EventListener
	void leaderChanged(LeaderChanged event) {
		if (event.self()) {
			logger.info("This node writes the reports from now on");
		}
	}

	@EventListener
	void memberFailed(MemberFailed event) {
		logger.info("The last report of " + event.member().address() + " may be incomplete");
	}

}

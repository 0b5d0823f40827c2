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

import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.muster.leader.OnLeader;

/**
 * A job that runs once for all replicas. Each replica has the schedule, but only the
 * leader does the work. If there is a database, the reports are written to it.
 */
@Component
class ReportJob {

	private static final Log logger = LogFactory.getLog(ReportJob.class);

	private @Nullable ReportTable table;

	private volatile Runs runs = new Runs(0, null);

	/**
	 * Have the reports written to a database. This is no constructor: where a class has
	 * one without parameters, its proxy can be made on each Java runtime.
	 */
	@Autowired(required = false)
	void setTable(ReportTable table) {
		this.table = table;
	}

	@OnLeader
	@Scheduled(fixedRateString = "${sample.report-interval}")
	void run() {
		Runs runs = new Runs(this.runs.count() + 1, Instant.now());
		ReportTable table = this.table;
		if (table != null) {
			table.insert(runs.count());
		}
		logger.info("This node wrote its report " + runs.count());
		this.runs = runs;
	}

	Runs runs() {
		return this.runs;
	}

	/**
	 * Runs of the job on this node.
	 *
	 * @param count the number of runs
	 * @param last when the job ran last, {@code null} if never
	 */
	record Runs(int count, @Nullable Instant last) {
	}

}

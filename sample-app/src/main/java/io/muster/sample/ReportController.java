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

import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.muster.cluster.Cluster;
import io.muster.cluster.Member;

/**
 * Controller that shows which node writes the reports.
 */
@RestController
class ReportController {

	private final Cluster cluster;

	private final ReportJob job;

	ReportController(Cluster cluster, ReportJob job) {
		this.cluster = cluster;
		this.job = job;
	}

	@GetMapping("/")
	ReportStatus status() {
		ReportJob.Runs runs = this.job.runs();
		return new ReportStatus(address(this.cluster.self()), address(this.cluster.leader()),
				this.cluster.members().size(), runs.count(), runs.last());
	}

	private static @Nullable String address(@Nullable Member member) {
		return (member != null) ? member.address().toString() : null;
	}

	/**
	 * Status of the reports.
	 *
	 * @param node the address of this node, {@code null} while it is not a member
	 * @param writer the address of the node that writes the reports, {@code null} while
	 * there is none
	 * @param members the number of members
	 * @param writtenHere the number of reports that this node has written
	 * @param lastWrittenHere when this node wrote its last report, {@code null} if never
	 */
	record ReportStatus(@Nullable String node, @Nullable String writer, int members, int writtenHere,
			@Nullable Instant lastWrittenHere) {
	}

}

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
 * Tells where the reports are written.
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
	 * Where the reports are written, as this node sees it.
	 *
	 * @param node this node, {@code null} while it is no member
	 * @param writer the node that writes the reports, {@code null} while none does
	 * @param members how many nodes there are
	 * @param writtenHere how many reports this node has written
	 * @param lastWrittenHere when it wrote its last
	 */
	record ReportStatus(@Nullable String node, @Nullable String writer, int members, int writtenHere,
			@Nullable Instant lastWrittenHere) {
	}

}

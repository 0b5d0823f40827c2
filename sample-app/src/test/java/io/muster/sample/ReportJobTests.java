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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.muster.cluster.Cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ReportJob}.
 */
class ReportJobTests {

	private final Cluster cluster = mock(Cluster.class);

	private final ReportJob job = new ReportJob(this.cluster);

	@BeforeEach
	void lead() {
		given(this.cluster.isLeader()).willReturn(true);
	}

	@Test
	void hasNotRunBeforeItIsDue() {
		assertThat(this.job.runs()).isEqualTo(new ReportJob.Runs(0, null));
	}

	@Test
	void runsOnTheLeader() {
		Instant before = Instant.now();
		this.job.run();
		this.job.run();
		assertThat(this.job.runs().count()).isEqualTo(2);
		assertThat(this.job.runs().last()).isBetween(before, Instant.now());
	}

	@Test
	void doesNotRunOnOtherNodes() {
		given(this.cluster.isLeader()).willReturn(false);
		this.job.run();
		assertThat(this.job.runs().count()).isZero();
	}

	@Test
	void keepsItsCountWhenAnotherNodeTakesOver() {
		this.job.run();
		given(this.cluster.isLeader()).willReturn(false);
		this.job.run();
		given(this.cluster.isLeader()).willReturn(true);
		this.job.run();
		assertThat(this.job.runs().count()).isEqualTo(2);
	}

}

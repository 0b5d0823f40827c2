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

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.muster.autoconfigure.LeaderAutoConfiguration;
import io.muster.leader.Leaderships;
import io.muster.test.fake.FakeCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link ReportJob}.
 */
class ReportJobTests {

	private final FakeCluster cluster = new FakeCluster();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class))
		.withBean(Leaderships.class, this.cluster::leaderships)
		.withBean(ReportJob.class);

	@Test
	void hasNotRunBeforeItIsDue() {
		assertThat(new ReportJob().runs()).isEqualTo(new ReportJob.Runs(0, null));
	}

	@Test
	void runsOnTheLeader() {
		this.cluster.lead();
		this.application.run((context) -> {
			ReportJob job = context.getBean(ReportJob.class);
			Instant before = Instant.now();
			job.run();
			job.run();
			assertThat(job.runs().count()).isEqualTo(2);
			assertThat(job.runs().last()).isBetween(before, Instant.now());
		});
	}

	@Test
	void writesToTheDatabaseIfThereIsOne() {
		ReportTable table = mock(ReportTable.class);
		this.cluster.lead();
		this.application.withPropertyValues("sample.database=jdbc:h2:mem:sample")
			.withBean(ReportTable.class, () -> table)
			.run((context) -> {
				context.getBean(ReportJob.class).run();
				verify(table).insert(1);
			});
	}

	@Test
	void reportThatTheDatabaseRefusesIsNotCounted() {
		ReportTable table = mock(ReportTable.class);
		this.cluster.lead();
		willThrow(new IllegalStateException("Too late")).given(table).insert(1);
		this.application.withPropertyValues("sample.database=jdbc:h2:mem:sample")
			.withBean(ReportTable.class, () -> table)
			.run((context) -> {
				ReportJob job = context.getBean(ReportJob.class);
				assertThatIllegalStateException().isThrownBy(job::run);
				assertThat(job.runs().count()).isZero();
			});
	}

	@Test
	void doesNotRunOnOtherNodesAndKeepsItsCount() {
		this.application.run((context) -> {
			ReportJob job = context.getBean(ReportJob.class);
			this.cluster.lead();
			job.run();
			this.cluster.loseLeadership();
			job.run();
			assertThat(job.runs().count()).isEqualTo(1);
			this.cluster.lead();
			job.run();
			assertThat(job.runs().count()).isEqualTo(2);
		});
	}

}

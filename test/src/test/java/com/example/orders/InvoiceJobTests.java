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

package com.example.orders;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.muster.cluster.Cluster;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Example of the page on tests: a plain test.
 */
@SpringBootTest
class InvoiceJobTests {

	@Autowired
	private InvoiceJob job;

	@Autowired
	private Cluster cluster;

	@Test
	void runsInTests() {
		this.job.run(); // @OnLeader
		assertThat(this.job.runs()).isPositive();
		assertThat(this.cluster.isLeader()).isTrue();
	}

}

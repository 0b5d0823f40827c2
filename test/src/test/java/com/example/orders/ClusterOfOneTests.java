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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;

import io.muster.bootstrap.ClusterLifecycle;
import io.muster.cluster.Cluster;
import io.muster.cluster.Member;
import io.muster.test.context.AutoConfigureCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AutoConfigureCluster @AutoConfigureCluster}: the real engine, in each
 * context a cluster of its own.
 */
@AutoConfigureCluster
class ClusterOfOneTests {

	private static final List<Cluster> CLUSTERS = new ArrayList<>();

	private static void assertClusterOfOne(ApplicationContext context) {
		Cluster cluster = context.getBean(Cluster.class);
		assertThat(context.getBeanNamesForType(ClusterLifecycle.class)).hasSize(1);
		await().until(cluster::isLeader);
		Member self = cluster.self();
		assertThat(self).isNotNull();
		assertThat(self.address().host()).isEqualTo("127.0.0.1");
		assertThat(self.address().port()).isNotEqualTo(25520);
		CLUSTERS.add(cluster);
		assertThat(CLUSTERS).allSatisfy((other) -> {
			assertThat(other.isLeader()).isTrue();
			assertThat(other.members()).hasSize(1);
		}).extracting(Cluster::self).doesNotHaveDuplicates();
	}

	@Nested
	@SpringBootTest
	class WithoutWebServer {

		@Test
		void formsAClusterOfOne(@Autowired ApplicationContext context) {
			assertClusterOfOne(context);
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
	class WithWebServer {

		@Test
		void formsAClusterOfOne(@Autowired ApplicationContext context) {
			assertClusterOfOne(context);
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "muster.cluster.roles=billing")
	class WithPropertiesOfTheTest {

		@Test
		void formsAClusterOfOne(@Autowired ApplicationContext context) {
			assertClusterOfOne(context);
			assertThat(context.getBean(Cluster.class).oldest("billing")).isNotNull();
		}

	}

	@Nested
	@WebMvcTest(OrderController.class)
	class Slice {

		@Test
		void formsAClusterOfOne(@Autowired ApplicationContext context) {
			assertClusterOfOne(context);
		}

	}

}

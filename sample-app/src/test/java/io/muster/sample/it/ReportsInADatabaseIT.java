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

package io.muster.sample.it;

import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.sample.demo.DemoDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the reports of three processes, in a database that they share, are those of
 * one leader after the other.
 */
@Tag("system")
class ReportsInADatabaseIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private List<SampleNode> nodes;

	private JdbcTemplate jdbc;

	@BeforeEach
	void formCluster() throws Exception {
		String database = DemoDatabase.start();
		this.jdbc = new JdbcTemplate(new DriverManagerDataSource(database, "sa", ""));
		this.jdbc.execute("drop all objects");
		this.nodes = SampleNode.replicas(this.processes, 3);
		this.nodes
			.forEach((node) -> node.with("--sample.database=" + database, "--sample.report-interval=200ms").start());
		OneCluster.await(this.nodes);
		awaitReports(1);
	}

	@Test
	void eachLeaderHasItsToken() {
		killTheLeader();
		awaitReports(2);
		List<Report> reports = reports();
		assertThat(reports).extracting(Report::token).isSorted();
		assertThat(reports.stream().map((report) -> report.token() + report.node()).distinct()).hasSize(2);
	}

	@Test
	void reportThatComesTooLateIsRefused() {
		this.jdbc.update("update muster_fence set token = token + 1");
		int before = reports().size();
		Awaitility.await()
			.until(() -> this.nodes.stream().anyMatch((node) -> node.process().log().contains("comes too late")));
		assertThat(reports()).hasSize(before);
	}

	private void killTheLeader() {
		String leader = Objects.requireNonNull(this.nodes.get(0).cluster().leader());
		this.nodes.stream().filter((node) -> node.address().equals(leader)).findAny().orElseThrow().process().kill();
	}

	private void awaitReports(int leaders) {
		Awaitility.await("reports")
			.ignoreExceptions()
			.until(() -> reports().stream().map(Report::node).distinct().count() == leaders);
	}

	private List<Report> reports() {
		return this.jdbc.query("select token, node from report order by id",
				(row, number) -> new Report(row.getLong("token"), row.getString("node")));
	}

	/**
	 * A report.
	 *
	 * @param token the token of its writer
	 * @param node the address of its writer
	 */
	private record Report(long token, String node) {
	}

}

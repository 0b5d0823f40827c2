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

import org.h2.jdbcx.JdbcDataSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import io.muster.cluster.Cluster;
import io.muster.cluster.Member;
import io.muster.leader.FencingToken;
import io.muster.leader.jdbc.JdbcFence;

/**
 * The reports of all replicas, in a database that they share. It refuses those of a
 * leader that was suspended, and does not know yet that another leads.
 */
@Component
@ConditionalOnProperty("sample.database")
class ReportTable {

	private final Cluster cluster;

	private final JdbcDataSource dataSource = new JdbcDataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new DataSourceTransactionManager(this.dataSource));

	private final JdbcFence fence = new JdbcFence(this.jdbc);

	private volatile boolean created;

	ReportTable(Cluster cluster, @Value("${sample.database}") String url) {
		this.cluster = cluster;
		this.dataSource.setURL(url);
		this.dataSource.setUser("sa");
	}

	/**
	 * Insert a report of this node, if no later leader has inserted one.
	 */
	void insert(int number) {
		createTables();
		Member self = this.cluster.self();
		FencingToken token = FencingToken.current();
		this.transaction.executeWithoutResult((status) -> {
			this.fence.check("report", token);
			this.jdbc.update("insert into report (number, node, token) values (?, ?, ?)", number,
					(self != null) ? self.address().toString() : "unknown", token.value());
		});
	}

	/**
	 * Create the tables when the first report is due, so a node starts also without the
	 * database.
	 */
	private void createTables() {
		if (!this.created) {
			new ResourceDatabasePopulator(new ClassPathResource(JdbcFence.SCRIPT), new ClassPathResource("report.sql"))
				.execute(this.dataSource);
			this.created = true;
		}
	}

}

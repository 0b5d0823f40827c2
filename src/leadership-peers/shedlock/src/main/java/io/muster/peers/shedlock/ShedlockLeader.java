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

package io.muster.peers.shedlock;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;

import org.springframework.jdbc.core.JdbcTemplate;

import io.muster.peers.record.LeadRecord;

/**
 * Runs a long job where it gets the lock for it. The arguments are the URL of the
 * database, and in seconds for how long the lock is held at most.
 */
public final class ShedlockLeader {

	private static final int CONNECTIONS = 2;

	private ShedlockLeader() {
	}

	public static void main(String[] args) {
		HikariDataSource database = new HikariDataSource();
		database.setJdbcUrl(args[0]);
		database.setMaximumPoolSize(CONNECTIONS);
		Job job = new Job(new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
			.withJdbcTemplate(new JdbcTemplate(database))
			// the host name by default, which is the same for all processes of one
			// machine
			.withLockedByValue(String.valueOf(ProcessHandle.current().pid()))
			.usingDbTime()
			.build()), Duration.ofSeconds(Long.parseLong(args[1])));
		job.start();
		LeadRecord record = LeadRecord.start(job::isRunning);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try (database; record) {
				job.stop();
			}
		}, "hand-over"));
	}

}

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

package io.muster.sample.demo;

import java.sql.DriverManager;
import java.sql.SQLException;

import org.h2.tools.Server;

/**
 * A database in memory that other processes of this machine can use, for as long as this
 * process runs.
 */
public final class DemoDatabase {

	private static final String NAME = "mem:sample";

	private DemoDatabase() {
	}

	/**
	 * Start the database.
	 * @return its URL, for the user {@code sa} without a password
	 * @throws SQLException if that fails
	 */
	public static String start() throws SQLException {
		System.setProperty("h2.bindAddress", DemoNode.HOST);
		// Other processes can only use a database that exists. The nodes go on using it
		// while this process stops them.
		DriverManager.getConnection("jdbc:h2:" + NAME + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE", "sa", "").close();
		Server server = Server.createTcpServer("-tcpDaemon", "-tcpPort", "0").start();
		return "jdbc:h2:tcp://%s:%d/%s".formatted(DemoNode.HOST, server.getPort(), NAME);
	}

}

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

package io.muster.leader.jdbc;

import java.sql.Connection;
import java.sql.Savepoint;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import io.muster.leader.FencingToken;

/**
 * Has a database refuse what a leader, or the holder of a lock, writes too late. Call it
 * as the first statement of a transaction: it then protects all that the transaction
 * writes.
 * <p>
 * It remembers the largest token of each name in the table {@code muster_fence}, which
 * the script {@value #SCRIPT} on the class path creates. A transaction with a smaller
 * token is refused. The row stays locked until the transaction ends, so a later leader
 * waits for an earlier one that is about to commit.
 * <p>
 * All methods may be called from any thread.
 */
public final class JdbcFence implements InitializingBean {

	/**
	 * The script that creates the table, on the class path.
	 */
	public static final String SCRIPT = "io/muster/leader/jdbc/muster-fence.sql";

	private final JdbcOperations jdbc;

	/**
	 * Create a fence.
	 * @param jdbc the database, the same as that of the transactions
	 */
	public JdbcFence(JdbcOperations jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Have the application stop at start, and not at the first check, if the table is
	 * missing.
	 */
	@Override
	public void afterPropertiesSet() {
		try {
			largest("");
		}
		catch (BadSqlGrammarException ex) {
			throw new FailureAnalyzedException(
					"The table 'muster_fence' cannot be read: " + ex.getMostSpecificCause().getMessage(),
					("Create it by the script classpath:%s, with your tool for migrations or by "
							+ "spring.sql.init.schema-locations.")
						.formatted(SCRIPT),
					ex);
		}
	}

	/**
	 * Check the token of the method with {@code @OnLeader} that this thread runs.
	 * @param name what the transaction writes, such as "report": what is written under
	 * one name must be written by the leader of one role
	 * @throws StaleTokenException if a larger token was seen
	 * @throws IllegalStateException if there is no token, see
	 * {@link FencingToken#current()}, or no transaction
	 */
	public void check(String name) {
		check(name, FencingToken.current());
	}

	/**
	 * Check a token.
	 * @param name what the transaction writes, such as "report": what is written under
	 * one name must be written by the leader of one role, or the holder of one lock
	 * @param token the token of the leader or the holder
	 * @throws StaleTokenException if a larger token was seen
	 * @throws IllegalStateException if there is no transaction
	 */
	public void check(String name, FencingToken token) {
		Assert.state(isInTransaction(),
				"There is no transaction of this database that a fence could protect. Call JdbcFence.check(...) as its "
						+ "first statement");
		if (!update(name, token) && !insert(name, token) && !update(name, token)) {
			throw new StaleTokenException(name, token, largest(name));
		}
	}

	private boolean isInTransaction() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& Boolean.FALSE.equals(this.jdbc.execute(Connection::getAutoCommit));
	}

	private boolean update(String name, FencingToken token) {
		return this.jdbc.update("update muster_fence set token = ? where name = ? and token <= ?", token.value(), name,
				token.value()) > 0;
	}

	/**
	 * Insert the first token of a name, unless another does so at the same time. To
	 * PostgreSQL, that is an error after which only a savepoint lets the transaction go
	 * on.
	 */
	private boolean insert(String name, FencingToken token) {
		Boolean inserted = this.jdbc.execute((Connection connection) -> {
			Savepoint savepoint = connection.setSavepoint();
			try {
				this.jdbc.update("insert into muster_fence (name, token) values (?, ?)", name, token.value());
				return true;
			}
			catch (DuplicateKeyException ex) {
				connection.rollback(savepoint);
				return false;
			}
		});
		return Boolean.TRUE.equals(inserted);
	}

	private @Nullable FencingToken largest(String name) {
		return this.jdbc
			.query("select token from muster_fence where name = ?", (row, number) -> new FencingToken(row.getLong(1)),
					name)
			.stream()
			.findFirst()
			.orElse(null);
	}

}

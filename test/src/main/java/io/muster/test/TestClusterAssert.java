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

package io.muster.test;

import java.util.List;

import org.assertj.core.api.AbstractAssert;

import io.muster.leader.Leadership;

/**
 * AssertJ's assertions for a {@link TestCluster}, as it is at this moment. They do not
 * wait: {@link TestCluster#awaitFormed()} and {@link TestCluster#awaitLeader()} do.
 */
public final class TestClusterAssert extends AbstractAssert<TestClusterAssert, TestCluster> {

	TestClusterAssert(TestCluster actual) {
		super(actual, TestClusterAssert.class);
	}

	/**
	 * Verify that the nodes that run and are not cut off are one cluster.
	 * @return this
	 * @see TestCluster#isFormed()
	 */
	public TestClusterAssert isFormed() {
		if (!this.actual.isFormed()) {
			throw failure("Expected one cluster of %s, but:%n%s", this.actual.connectedNodes(), this.actual.describe());
		}
		return this;
	}

	/**
	 * Verify how many members the nodes that run and are not cut off see.
	 * @param members the number of members that are Up and reachable
	 * @return this
	 */
	public TestClusterAssert hasMembers(int members) {
		List<TestNode> connected = this.actual.connectedNodes();
		if (connected.isEmpty() || connected.stream().anyMatch((node) -> ClusterView.working(node) != members)) {
			throw failure("Expected that each of %s sees %d members Up and reachable, but:%n%s", connected, members,
					this.actual.describe());
		}
		return this;
	}

	/**
	 * Verify that one node leads the application.
	 * @return this
	 */
	public TestClusterAssert hasOneLeader() {
		return hasOneLeaderOf(Leadership.DEFAULT_ROLE);
	}

	/**
	 * Verify that one node leads a role.
	 * @param role the role
	 * @return this
	 */
	public TestClusterAssert hasOneLeaderOf(String role) {
		List<TestNode> holders = this.actual.holders(role);
		if (holders.size() != 1) {
			throw failure("Expected that one node leads %s, but %s:%n%s", ClusterView.describe(role),
					holders.isEmpty() ? "none does" : holders + " do", this.actual.describe());
		}
		return this;
	}

	/**
	 * Verify that no node leads the application.
	 * @return this
	 */
	public TestClusterAssert hasNoLeader() {
		List<TestNode> holders = this.actual.holders(Leadership.DEFAULT_ROLE);
		if (!holders.isEmpty()) {
			throw failure("Expected that no node leads the application, but %s do", holders);
		}
		return this;
	}

	/**
	 * Verify that a node leads the application, and no other does.
	 * @param node the node
	 * @return this
	 */
	public TestClusterAssert isLedBy(TestNode node) {
		List<TestNode> holders = this.actual.holders(Leadership.DEFAULT_ROLE);
		if (!holders.equals(List.of(node))) {
			throw failure("Expected that %s leads the application, but %s:%n%s", node,
					holders.isEmpty() ? "none does" : holders + " do", this.actual.describe());
		}
		return this;
	}

}

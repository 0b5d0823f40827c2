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

package io.muster.bootstrap.formation;

/**
 * The phase of bootstrap.
 */
public enum BootstrapPhase {

	/**
	 * Not started: the engine is still starting, or {@code auto-startup} is off.
	 */
	NOT_STARTED,

	/**
	 * Looking up and probing contact points.
	 */
	PROBING,

	/**
	 * Joining an existing cluster.
	 */
	JOINING,

	/**
	 * Founding a cluster.
	 */
	FOUNDING,

	/**
	 * In a cluster that was founded and does not have enough members yet.
	 */
	FORMING,

	/**
	 * Standing back, because the application has its ActorSystem join a cluster.
	 */
	BYPASSED,

	/**
	 * This node is a member.
	 */
	MEMBER,

	/**
	 * This node was a member, and is none any more.
	 */
	REMOVED,

	/**
	 * Bootstrap was stopped, or gave up.
	 */
	STOPPED

}

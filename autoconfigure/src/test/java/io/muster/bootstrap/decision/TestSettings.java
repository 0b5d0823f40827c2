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

package io.muster.bootstrap.decision;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.NodeProfile;

/**
 * {@link BootstrapSettings} with the defaults of the properties, except for what a test
 * says.
 */
public final class TestSettings {

	private boolean newClusterEnabled = true;

	private Duration stableMargin = Duration.ofSeconds(5);

	private Duration interval = Duration.ofSeconds(1);

	private double backoffNoise = 0.2;

	private int required = 2;

	private boolean requiredByDefault = true;

	private boolean contactWithAllContactPoints = true;

	private Duration probingFailureTimeout = Duration.ofSeconds(3);

	private Duration requestTimeout = Duration.ofSeconds(1);

	private Duration joinTimeout = Duration.ofSeconds(10);

	private @Nullable Duration shutdownAfter;

	private Duration watchInterval = Duration.ZERO;

	private SplitResolution splitResolution = SplitResolution.ALERT;

	private boolean introductions;

	private int retryMax;

	private NodeProfile profile = NodeProfile.DEFAULT;

	private @Nullable String readinessDeadlock;

	public static TestSettings defaults() {
		return new TestSettings();
	}

	/**
	 * Return settings with a required number that the user set.
	 */
	public static TestSettings requiring(int required) {
		TestSettings settings = new TestSettings();
		settings.required = required;
		settings.requiredByDefault = false;
		return settings;
	}

	public TestSettings newClusterDisabled() {
		this.newClusterEnabled = false;
		return this;
	}

	public TestSettings stableMargin(Duration stableMargin) {
		this.stableMargin = stableMargin;
		return this;
	}

	public TestSettings interval(Duration interval) {
		this.interval = interval;
		return this;
	}

	public TestSettings backoffNoise(double backoffNoise) {
		this.backoffNoise = backoffNoise;
		return this;
	}

	public TestSettings withoutContactWithAll() {
		this.contactWithAllContactPoints = false;
		return this;
	}

	public TestSettings probingFailureTimeout(Duration probingFailureTimeout) {
		this.probingFailureTimeout = probingFailureTimeout;
		return this;
	}

	public TestSettings requestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
		return this;
	}

	public TestSettings joinTimeout(Duration joinTimeout) {
		this.joinTimeout = joinTimeout;
		return this;
	}

	public TestSettings shutdownAfter(Duration shutdownAfter) {
		this.shutdownAfter = shutdownAfter;
		return this;
	}

	public TestSettings client() {
		this.profile = new NodeProfile(true, this.profile.dataCenter());
		this.newClusterEnabled = false;
		return this;
	}

	public TestSettings dataCenter(String dataCenter) {
		this.profile = new NodeProfile(this.profile.client(), dataCenter);
		return this;
	}

	/**
	 * Watch for a second cluster at the default interval.
	 */
	public TestSettings watching(SplitResolution splitResolution) {
		this.watchInterval = Duration.ofSeconds(5);
		this.splitResolution = splitResolution;
		return this;
	}

	/**
	 * Learn contact points from other nodes.
	 */
	public TestSettings introductions() {
		this.introductions = true;
		return this;
	}

	public TestSettings retryMax(int retryMax) {
		this.retryMax = retryMax;
		return this;
	}

	public TestSettings readinessDeadlock(String readinessDeadlock) {
		this.readinessDeadlock = readinessDeadlock;
		return this;
	}

	public BootstrapSettings build() {
		return new BootstrapSettings(this.newClusterEnabled, this.stableMargin, this.interval, this.backoffNoise,
				Duration.ofSeconds(15), this.required, this.requiredByDefault, Duration.ofSeconds(3),
				this.contactWithAllContactPoints, this.probingFailureTimeout, this.requestTimeout,
				Duration.ofSeconds(1), 0.2, this.joinTimeout, Duration.ofSeconds(10), this.shutdownAfter,
				this.watchInterval, this.splitResolution, this.introductions, this.retryMax, false, this.profile,
				this.readinessDeadlock);
	}

}

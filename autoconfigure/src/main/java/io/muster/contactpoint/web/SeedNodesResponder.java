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

package io.muster.contactpoint.web;

import java.net.InetAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.SeedNodesAnswer;
import io.muster.contactpoint.SeedNodesMapper;

/**
 * Keeps the answer to probes ready as bytes, and makes it again only when the cluster or
 * what bootstrap advertises has changed. For any thread.
 */
public final class SeedNodesResponder {

	private final ClusterEngine engine;

	private final Supplier<? extends SeedNodesAnswer> advertised;

	private final Consumer<Announcement> announced;

	private volatile @Nullable Rendered rendered;

	/**
	 * Create a responder.
	 * @param engine the engine whose members are named
	 * @param advertised what bootstrap advertises; the same object as long as it is the
	 * same
	 * @param announced takes what probers say of themselves
	 */
	public SeedNodesResponder(ClusterEngine engine, Supplier<? extends SeedNodesAnswer> advertised,
			Consumer<Announcement> announced) {
		this.engine = engine;
		this.advertised = advertised;
		this.announced = announced;
	}

	/**
	 * Return the answer of this moment, and take what the prober announces.
	 * @param announcement the header {@value Announcement#HEADER} of the probe or
	 * {@code null}
	 * @param prober the address that the probe comes from, {@code null} if unknown
	 * @return the answer as JSON or {@code null} while the engine is not running
	 */
	byte @Nullable [] to(@Nullable String announcement, @Nullable InetAddress prober) {
		if (announcement != null) {
			Announcement.tryParse(announcement)
				.map((parsed) -> parsed.from((prober != null) ? prober.getHostAddress() : null))
				.ifPresent(this.announced);
		}
		return json();
	}

	/**
	 * Return the answer of this moment.
	 * @return the answer as JSON or {@code null} while the engine is not running
	 */
	byte @Nullable [] json() {
		ClusterState state = this.engine.state();
		if (state.self() == null || state.status() == EngineStatus.STOPPED) {
			return null;
		}
		SeedNodesAnswer advertised = this.advertised.get();
		Rendered latest = this.rendered;
		if (latest == null || latest.state != state || latest.advertised != advertised) {
			latest = new Rendered(state, advertised, SeedNodesMapper.write(advertised.answer(state)));
			this.rendered = latest;
		}
		return latest.json;
	}

	private record Rendered(ClusterState state, SeedNodesAnswer advertised, byte[] json) {
	}

}

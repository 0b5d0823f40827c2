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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * A simulated source of contact points. Answers at once, fails, or never returns.
 */
public final class TestSource {

	private final FormationWorld world;

	private final List<Long> lookups = new ArrayList<>();

	private @Nullable Set<ContactPoint> contactPoints;

	private @Nullable String failure;

	public TestSource(FormationWorld world) {
		this.world = world;
	}

	public TestSource lists(String... places) {
		return lists(TestNodes.contactPoints(places));
	}

	public TestSource lists(Set<ContactPoint> contactPoints) {
		this.contactPoints = contactPoints;
		this.failure = null;
		return this;
	}

	public TestSource fails(String reason) {
		this.failure = reason;
		return this;
	}

	public TestSource hangs() {
		this.contactPoints = null;
		this.failure = null;
		return this;
	}

	/**
	 * Return when it was asked.
	 */
	public List<Long> lookups() {
		return this.lookups;
	}

	public void lookup(BiConsumer<@Nullable Set<ContactPoint>, @Nullable String> result) {
		this.lookups.add(this.world.now());
		if (this.failure != null) {
			result.accept(null, this.failure);
		}
		else if (this.contactPoints != null) {
			result.accept(this.contactPoints, null);
		}
	}

}

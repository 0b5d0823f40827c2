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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.contactpoint.ContactPoint;

/**
 * When each source of contact points is looked up, and its last result. A source that
 * fails keeps its last result.
 */
final class Lookups {

	private final BootstrapSettings settings;

	private final RandomGenerator random;

	private final Map<String, Source> sources = new LinkedHashMap<>();

	private Set<ContactPoint> added = Set.of();

	private long interval;

	Lookups(BootstrapSettings settings, Collection<String> sources, RandomGenerator random) {
		this.settings = settings;
		this.random = random;
		this.interval = settings.interval().toMillis();
		sources.forEach((name) -> this.sources.put(name, new Source()));
	}

	boolean isEmpty() {
		return this.sources.isEmpty();
	}

	String names() {
		return String.join(", ", this.sources.keySet());
	}

	/**
	 * Return what is looked up, as the subject of a sentence.
	 */
	String describe() {
		return isEmpty() ? "discovery" : names();
	}

	/**
	 * Take the sources whose lookup is due.
	 */
	List<String> take(long now) {
		List<String> due = new ArrayList<>();
		this.sources.forEach((name, source) -> {
			if (!source.asking && source.due <= now) {
				source.asking = true;
				source.asked++;
				due.add(name);
			}
		});
		return due;
	}

	/**
	 * Return whether a source would be asked once more than {@code retry-max} allows.
	 */
	boolean isExhausted(long now) {
		return this.settings.retryMax() > 0 && this.sources.values()
			.stream()
			.anyMatch((source) -> !source.asking && source.due <= now && source.asked > this.settings.retryMax());
	}

	/**
	 * Look up all sources as soon as possible. A source with a lookup in flight is due
	 * one interval after that ends, without backoff.
	 */
	void hurry(long now) {
		this.sources.values().forEach((source) -> {
			source.due = Math.min(source.due, now);
			source.hurried = source.asking;
		});
	}

	/**
	 * Only watch from now on, for a second cluster.
	 */
	void watch() {
		this.interval = Math.max(this.interval, this.settings.watchInterval().toMillis());
	}

	void succeeded(String name, Set<ContactPoint> contactPoints, long now) {
		Source source = source(name);
		source.known = Set.copyOf(contactPoints);
		source.answeredAt = now;
		source.failures = 0;
		source.failure = null;
		schedule(source, now);
	}

	/**
	 * Note what a source could not look up, though it answered.
	 * @param missing what it could not look up, {@code null} if nothing
	 * @return whether that is news
	 */
	boolean missing(String name, @Nullable String missing) {
		Source source = source(name);
		boolean news = missing != null && !missing.equals(source.missing);
		source.missing = missing;
		return news;
	}

	/**
	 * Note a failure.
	 * @return whether it is news: the first of a row
	 */
	boolean failed(String name, String reason, long now) {
		Source source = source(name);
		boolean news = source.failure == null;
		source.failure = reason;
		source.failures++;
		schedule(source, now);
		return news;
	}

	private void schedule(Source source, long now) {
		source.asking = false;
		double interval = this.interval * Math.pow(2, source.failures);
		double noise = 1 + this.random.nextDouble() * this.settings.exponentialBackoffRandomFactor();
		double max = Math.max(this.interval, this.settings.exponentialBackoffMax().toMillis());
		double delay = source.hurried ? this.interval : Math.min(interval, max);
		source.hurried = false;
		source.due = now + (long) (delay * noise);
	}

	private Source source(String name) {
		Source source = this.sources.get(name);
		if (source == null) {
			throw new IllegalArgumentException("There is no source '" + name + "'");
		}
		return source;
	}

	/**
	 * Take the contact points that an operator added. No lookup removes them.
	 */
	void add(Set<ContactPoint> contactPoints) {
		this.added = contactPoints;
	}

	/**
	 * Return all contact points, {@code null} until one source has answered or an
	 * operator has added some.
	 */
	@Nullable Set<ContactPoint> union() {
		if (this.added.isEmpty() && this.sources.values().stream().allMatch((source) -> source.known == null)) {
			return null;
		}
		Set<ContactPoint> union = new LinkedHashSet<>(this.added);
		this.sources.values().forEach((source) -> {
			if (source.known != null) {
				union.addAll(source.known);
			}
		});
		return union;
	}

	/**
	 * Return the sources that have never answered, each with its last failure.
	 */
	List<String> unanswered() {
		List<String> unanswered = new ArrayList<>();
		this.sources.forEach((name, source) -> {
			if (source.known == null) {
				unanswered.add(name + ((source.failure != null) ? ": " + source.failure : ""));
			}
		});
		return unanswered;
	}

	long nextDue() {
		long due = Long.MAX_VALUE;
		for (Source source : this.sources.values()) {
			if (!source.asking) {
				due = Math.min(due, source.due);
			}
		}
		return due;
	}

	List<BootstrapReport.Source> report(long now) {
		List<BootstrapReport.Source> report = new ArrayList<>();
		this.sources.forEach((name, source) -> report.add(new BootstrapReport.Source(name,
				(source.known != null) ? source.known.size() : null, BootstrapReport.ago(source.answeredAt, now),
				(source.failure != null) ? source.failure : source.missing, source.failures)));
		return report;
	}

	private static final class Source {

		private @Nullable Set<ContactPoint> known;

		private @Nullable Long answeredAt;

		private @Nullable String failure;

		private @Nullable String missing;

		private int failures;

		private int asked;

		private boolean asking;

		/**
		 * Whether a lookup was requested while one was in flight. The one in flight may
		 * fail although the registry has just recovered.
		 */
		private boolean hurried;

		private long due = Long.MIN_VALUE;

	}

}

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

package io.muster.contactpoint.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.http.LimitedBodyHandler.BodyTooLongException;

/**
 * Contact points whose answers do not even begin like HTTP. They are asked ever more
 * rarely, because the JDK's client (17 and 25) never closes such a connection: each probe
 * would cost a file descriptor until the process ends. Safe for use by several threads.
 */
final class BrokenHeads {

	/**
	 * The most contact points that are held back.
	 */
	private static final int MAX = 1000;

	/**
	 * So many answers in a row that begin well make up for one that did not.
	 */
	private static final int AMENDS = 100;

	private final Duration first;

	private final Duration longest;

	private final Map<ContactPoint, Hold> holds = new ConcurrentHashMap<>();

	BrokenHeads() {
		this(Duration.ofSeconds(1), Duration.ofMinutes(5));
	}

	/**
	 * Create an instance.
	 * @param first how long a contact point is not asked after the first time
	 * @param longest the longest time
	 */
	BrokenHeads(Duration first, Duration longest) {
		this.first = first;
		this.longest = longest;
	}

	/**
	 * Return why a contact point is not to be asked now.
	 * @param contactPoint the contact point
	 * @return its last failure, {@code null} if it may be asked
	 */
	@Nullable Failed heldBack(ContactPoint contactPoint) {
		Hold hold = this.holds.get(contactPoint);
		return (hold != null && hold.now) ? hold.failure : null;
	}

	/**
	 * Take note of an answer that began like HTTP.
	 * @param contactPoint the contact point
	 */
	void sound(ContactPoint contactPoint) {
		this.holds.computeIfPresent(contactPoint, (key, hold) -> hold.better());
	}

	/**
	 * Take note of a failure.
	 * @param contactPoint the contact point
	 * @param cause the exception of the HTTP client
	 * @param failure how it is explained
	 */
	void failed(ContactPoint contactPoint, Throwable cause, Failed failure) {
		if (isBroken(cause) && (this.holds.size() < MAX || this.holds.containsKey(contactPoint))) {
			Hold hold = this.holds.merge(contactPoint, new Hold(new Object(), failure, 1, 0, true),
					(last, added) -> new Hold(added.id, failure, last.times + 1, 0, true));
			CompletableFuture.delayedExecutor(time(hold.times), TimeUnit.MILLISECONDS, Runnable::run)
				.execute(() -> this.holds.computeIfPresent(contactPoint,
						(key, current) -> (current.id == hold.id) ? current.over() : current));
		}
	}

	private long time(int times) {
		return Math.min(this.longest.toMillis(), this.first.toMillis() << Math.min(times - 1, 20));
	}

	private static boolean isBroken(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof HttpTimeoutException || cause instanceof SocketException
					|| cause instanceof SSLException || cause instanceof EOFException
					|| cause instanceof BodyTooLongException) {
				return false;
			}
			if (cause instanceof IOException && !String.valueOf(cause.getMessage()).contains("received no bytes")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What is known of a contact point.
	 *
	 * @param id tells which failure has begun the time in which it is not asked
	 * @param failure its last failure
	 * @param times how often it has answered with a broken head, less what it has made up
	 * for
	 * @param sound how many answers in a row have begun well since
	 * @param now whether it is not to be asked now
	 */
	private record Hold(Object id, Failed failure, int times, int sound, boolean now) {

		private Hold over() {
			return new Hold(this.id, this.failure, this.times, this.sound, false);
		}

		private @Nullable Hold better() {
			if (this.sound + 1 < AMENDS) {
				return new Hold(this.id, this.failure, this.times, this.sound + 1, this.now);
			}
			return (this.times > 1) ? new Hold(this.id, this.failure, this.times - 1, 0, this.now) : null;
		}

	}

}

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

package io.muster.consensus;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.muster.consensus.Holdings.LockHolding;

/**
 * The locks that one process wants, and what has become of them. One request for a lock
 * counts at a time. It outlives an incarnation of the node while it waits.
 * <p>
 * Times are nanoseconds of the monotonic clock. Not thread-safe.
 */
public final class LockRequests {

	private final Map<String, Want> wants = new TreeMap<>();

	/**
	 * The locks that were given up: whether one of the requests was for something.
	 */
	private final Map<String, Boolean> released = new TreeMap<>();

	private long number;

	/**
	 * Ask for a lock for which there is no request.
	 * @param lock the name of the lock
	 * @param atMost as in {@link LockRequest}
	 * @param atLeast as in {@link LockRequest}
	 */
	public void request(String lock, long atMost, long atLeast) {
		this.wants.put(lock, new Want(new LockRequest(++this.number, 1, atMost, atLeast)));
	}

	/**
	 * Ask for other terms of a lock that is held, from now on. Until they are agreed, the
	 * lock is held on both terms: as long as the shorter ones permit.
	 * @param lock the name of the lock
	 * @param atMost as in {@link LockRequest}
	 * @param atLeast as in {@link LockRequest}
	 * @param now when
	 */
	public void extend(String lock, long atMost, long atLeast, long now) {
		Want want = this.wants.get(lock);
		if (want != null) {
			if (atMost != LockRequest.SESSION) {
				long end = now + Math.min(atMost, Long.MAX_VALUE / 4) / 100 * (100 - ConsensusSettings.DRIFT);
				want.limit = (want.limit != null) ? earlier(want.limit, end) : end;
			}
			want.withinSession |= atMost == LockRequest.SESSION;
			want.request = new LockRequest(want.request.number(), want.request.version() + 1, atMost, atLeast);
		}
	}

	/**
	 * Give a lock up, or the request for it.
	 * @param lock the name of the lock
	 * @param used whether what it protects may have been done. If not, the lock is not
	 * kept for its least time
	 */
	public void release(String lock, boolean used) {
		this.wants.remove(lock);
		this.released.merge(lock, used, Boolean::logicalOr);
	}

	/**
	 * Return what to ask the others for.
	 * @return the requests by lock
	 */
	public Map<String, LockRequest> wanted() {
		Map<String, LockRequest> wanted = new TreeMap<>();
		this.wants.forEach((lock, want) -> wanted.put(lock, want.request));
		return wanted;
	}

	/**
	 * Return the locks that were given up since the last call, and protected nothing.
	 * @return the locks
	 */
	public Set<String> takeUnused() {
		Set<String> unused = new HashSet<>();
		this.released.forEach((lock, used) -> {
			if (!used) {
				unused.add(lock);
			}
		});
		this.released.clear();
		return unused;
	}

	/**
	 * Give up what is held, because this node is another incarnation from now on. What
	 * has a time is still held until then, and nobody can release it before.
	 */
	public void startAnew() {
		this.wants.values().removeIf((want) -> want.token != null);
		this.released.clear();
	}

	/**
	 * Give up what has ended, and take what is agreed. Must be called before the others
	 * are asked: what has ended must not be granted anew.
	 * @param holdings what is agreed
	 * @param now when
	 */
	public void update(Holdings holdings, long now) {
		this.wants.entrySet()
			.removeIf((entry) -> !isWanted(entry.getValue(), holdings, holdings.locks().get(entry.getKey()), now));
	}

	private static boolean isWanted(Want want, Holdings holdings, @Nullable LockHolding known, long now) {
		LockHolding holding = (known != null && known.request().number() == want.request.number()) ? known : null;
		Long token = (holding != null) ? holding.token() : null;
		want.waiting = holding != null && want.token == null && token == null;
		if (holding != null && token != null) {
			if (want.token != null && !want.token.equals(token)) {
				// It was lost, and granted anew meanwhile.
				return false;
			}
			want.token = token;
			want.end = holding.end();
			want.agreed = holding.request();
			want.agree();
		}
		else if (want.token != null && (want.withinSession || !want.request.isTimed())) {
			// This server leaves, or the group is not what it was: as roles, it has
			// ended.
			return false;
		}
		if (want.withinSession) {
			want.end = earlier(want.end, holdings.end());
		}
		return want.token == null || now - want.end() < 0;
	}

	private static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

	/**
	 * Return what has become of a request.
	 * @param lock the name of the lock
	 * @return the state; {@code null} if there is no request, or what it was for has
	 * ended
	 */
	public @Nullable State state(String lock) {
		Want want = this.wants.get(lock);
		return (want != null) ? new State(want.token, want.end(), want.waiting, want.request.equals(want.agreed),
				want.request.isTimed()) : null;
	}

	/**
	 * What has become of a request for a lock.
	 *
	 * @param token the token, {@code null} if the lock is not held
	 * @param end when the lock ends
	 * @param waiting whether it is agreed that another holds the lock
	 * @param agreed whether the lock is held on the last terms
	 * @param timed whether the lock is held until its end, also if the session ends
	 * before
	 */
	public record State(@Nullable Long token, long end, boolean waiting, boolean agreed, boolean timed) {
	}

	private static final class Want {

		private LockRequest request;

		private @Nullable Long token;

		private @Nullable LockRequest agreed;

		private long end;

		private boolean waiting;

		/**
		 * When terms that are not agreed end.
		 */
		private @Nullable Long limit;

		/**
		 * Whether terms that are not agreed end with the session.
		 */
		private boolean withinSession;

		private Want(LockRequest request) {
			this.request = request;
		}

		private void agree() {
			if (this.request.equals(this.agreed)) {
				this.limit = null;
				this.withinSession = false;
			}
		}

		private long end() {
			return (this.limit != null) ? earlier(this.limit, this.end) : this.end;
		}

	}

}

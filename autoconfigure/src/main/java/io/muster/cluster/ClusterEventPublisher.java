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

package io.muster.cluster;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.log.LogMessage;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberFailed;
import io.muster.cluster.ClusterEvent.MemberJoined;
import io.muster.cluster.ClusterEvent.MemberLeft;
import io.muster.cluster.ClusterEvent.MemberReachable;
import io.muster.cluster.ClusterEvent.MemberUnreachable;
import io.muster.cluster.ClusterEvent.MemberUp;

/**
 * Publishes the changes of a {@link ClusterEngine} as {@link ClusterEvent}s, and logs one
 * line for each that matters to an operator. Listeners run in order on one thread. A slow
 * listener delays other listeners, but never the cluster.
 */
public final class ClusterEventPublisher implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ClusterEventPublisher.class);

	private final ApplicationEventPublisher publisher;

	private final ExecutorService executor;

	private ClusterState last = ClusterState.NEW;

	public ClusterEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				new CustomizableThreadFactory("muster-events-"));
		executor.allowCoreThreadTimeOut(true);
		this.executor = executor;
	}

	/**
	 * Publish what happens in the cluster from now on.
	 * @param engine the engine to listen to
	 */
	public void listenTo(ClusterEngine engine) {
		engine.addListener((state) -> execute(() -> publish(engine.name(), state)));
	}

	/**
	 * Publish an event, after those that were published before.
	 * @param event the event
	 */
	public void publish(ClusterEvent event) {
		execute(() -> notifyListeners(event));
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Not published: the publisher is closed", ex);
		}
	}

	private void publish(String cluster, ClusterState state) {
		for (ClusterEvent event : ClusterEvents.between(this.last, state)) {
			log(cluster, state, event);
			if (event instanceof MemberJoined joined) {
				warnOfDuplicate(cluster, state, joined.member());
			}
			notifyListeners(event);
		}
		this.last = state;
	}

	private void notifyListeners(ClusterEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error(LogMessage.format("A listener failed on %s", event), ex);
		}
	}

	/**
	 * Warn if an older member has the name of the one that joins. Compared with older
	 * members only, so that all nodes name the same two.
	 */
	private static void warnOfDuplicate(String cluster, ClusterState state, Member joined) {
		state.members()
			.stream()
			.takeWhile((member) -> !member.equals(joined))
			.filter((member) -> member.reachable() && member.name().equals(joined.name()))
			.forEach((member) -> logger.warn(LogMessage.format(
					"Cluster '%s': %s and %s have the same name '%s'. Set muster.cluster.node-name to another name on one of them",
					cluster, member.address(), joined.address(), joined.name())));
	}

	private void log(String cluster, ClusterState state, ClusterEvent event) {
		String text = describe(event, state);
		if (text != null) {
			int members = state.members().size();
			logger.info(LogMessage.format("Cluster '%s': %s; %d member%s, %d unreachable", cluster, text, members,
					(members == 1) ? "" : "s",
					state.members().stream().filter((member) -> !member.reachable()).count()));
		}
	}

	private static @Nullable String describe(ClusterEvent event, ClusterState state) {
		if (event instanceof MemberUp up) {
			return up.member().label() + " is up";
		}
		if (event instanceof MemberUnreachable unreachable) {
			return unreachable.member().label() + " is unreachable";
		}
		if (event instanceof MemberReachable reachable) {
			return reachable.member().label() + " is reachable again";
		}
		if (event instanceof MemberLeft left) {
			return left.member().label() + " left";
		}
		if (event instanceof MemberFailed failed) {
			return failed.member().label() + " failed and was removed";
		}
		if (event instanceof LeaderChanged changed) {
			Member leader = changed.leader();
			if (state.selfMember() == null) {
				return null;
			}
			String obstacle = state.leaderObstacle();
			if (leader == null) {
				return "there is no leader" + ((obstacle != null) ? ": " + obstacle : "");
			}
			return leader.label()
					+ ((obstacle != null) ? " is the leader, but does not act as such: " + obstacle : " is the leader");
		}
		return null;
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}

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

package io.muster.leader.integration;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogMessage;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.LeaderEventPublisher;

import io.muster.leader.LeaderLifecycle;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

/**
 * Tells the {@link Candidate candidates} of Spring Integration when this server leads
 * their roles, which are those of {@link Leaderships}, and publishes Spring Integration's
 * events. Endpoints with a role are started and stopped by these.
 * <p>
 * Each candidate has a thread of its own, in which it is called and its events are
 * published, in order. The thread is interrupted when the leadership is lost while the
 * candidate is in {@link Candidate#onGranted(Context) onGranted}. {@link Context#yield()}
 * waits until the candidate and all listeners have been told that they lead no more, and
 * only then hands the leadership over. The same order is kept when the application stops.
 */
public final class MusterLeaderInitiator implements SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(MusterLeaderInitiator.class);

	private final Leaderships leaderships;

	private final LeaderEventPublisher publisher;

	private final Supplier<List<Candidate>> candidates;

	private volatile @Nullable List<Participant> participants;

	private volatile boolean running;

	/**
	 * Create an initiator.
	 * @param leaderships the leaderships of the cluster
	 * @param candidates gives the candidates, when the initiator starts
	 * @param publisher publishes the events
	 */
	public MusterLeaderInitiator(Leaderships leaderships, Supplier<List<Candidate>> candidates,
			LeaderEventPublisher publisher) {
		this.leaderships = leaderships;
		this.candidates = candidates;
		this.publisher = publisher;
	}

	/**
	 * Have this server stand for the roles.
	 */
	@Override
	public void start() {
		this.running = true;
		if (this.participants == null) {
			this.participants = this.candidates.get().stream().map(Participant::new).toList();
			this.leaderships.addListener(new Listener());
		}
		participants().forEach(Participant::stand);
	}

	private List<Participant> participants() {
		List<Participant> participants = this.participants;
		return (participants != null) ? participants : List.of();
	}

	/**
	 * Stop, and do not wait for the end.
	 */
	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Tell the candidates and listeners that they lead no more. This server stands for
	 * the roles until it leaves the cluster.
	 * @param callback is run when all have been told
	 */
	@Override
	public void stop(Runnable callback) {
		this.running = false;
		AtomicInteger left = new AtomicInteger(participants().size() + 1);
		Runnable ended = () -> {
			if (left.decrementAndGet() == 0) {
				callback.run();
			}
		};
		participants().forEach((participant) -> participant.giveUp(ended));
		ended.run();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return LeaderLifecycle.PHASE;
	}

	private static ExecutorService executor(String role) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "muster-role-" + role);
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Override
	public void destroy() {
		participants().forEach((participant) -> participant.executor.shutdownNow());
	}

	/**
	 * Passes on what this server leads.
	 */
	private final class Listener implements Leaderships.Listener {

		@Override
		public void granted(Leadership leadership) {
			of(leadership.role()).forEach(Participant::stand);
		}

		@Override
		public void revoked(Leadership leadership) {
			of(leadership.role()).forEach((participant) -> participant.giveUp(() -> {
			}));
		}

		private List<Participant> of(String role) {
			return participants().stream().filter((participant) -> participant.role.equals(role)).toList();
		}

	}

	/**
	 * A candidate, and what it was told.
	 */
	private final class Participant implements Context {

		private final Candidate candidate;

		private final String role;

		private final ExecutorService executor;

		/**
		 * Whether the candidate was told that it leads, and not yet that it does not.
		 */
		private boolean told;

		/**
		 * The same, but {@code false} as soon as it is about to be told of the end.
		 */
		private volatile boolean leading;

		private @Nullable Thread inCandidate;

		private Participant(Candidate candidate) {
			this.candidate = candidate;
			this.role = candidate.getRole();
			this.executor = executor(this.role);
		}

		private Leadership leadership() {
			return MusterLeaderInitiator.this.leaderships.of(this.role);
		}

		@Override
		public String getRole() {
			return this.role;
		}

		@Override
		public boolean isLeader() {
			return this.leading && leadership().isLeader();
		}

		@Override
		public void yield() {
			if (isLeader()) {
				giveUp(() -> {
					leadership().yield();
					// There may be nobody to hand it over to.
					stand();
				});
			}
		}

		/**
		 * Stand for the role, and tell the candidate that it leads, if it does.
		 */
		private void stand() {
			leadership();
			execute(() -> {
				if (begin()) {
					granted();
				}
			});
		}

		private void granted() {
			try {
				this.candidate.onGranted(this);
			}
			catch (InterruptedException ex) {
				logger.debug(LogMessage.format("%s was interrupted, because it leads no more", this.candidate));
			}
			catch (RuntimeException ex) {
				logger.error(LogMessage.format("%s failed to begin to lead, and hands over", this.candidate), ex);
				giveUp(leadership()::yield);
			}
			finally {
				end();
			}
			if (isLeader()) {
				publish(() -> MusterLeaderInitiator.this.publisher.publishOnGranted(MusterLeaderInitiator.this, this,
						this.role));
			}
		}

		private synchronized boolean begin() {
			if (this.told || !MusterLeaderInitiator.this.running || !leadership().isLeader()) {
				return false;
			}
			this.told = true;
			this.leading = true;
			this.inCandidate = Thread.currentThread();
			return true;
		}

		private synchronized void end() {
			this.inCandidate = null;
			Thread.interrupted();
		}

		/**
		 * Tell the candidate that it leads no more, if it was told that it does.
		 * @param then is run when that is done
		 */
		private void giveUp(Runnable then) {
			synchronized (this) {
				this.leading = false;
				if (this.inCandidate != null) {
					this.inCandidate.interrupt();
				}
			}
			boolean accepted = execute(() -> {
				if (tellsEnd()) {
					revoked();
				}
				then.run();
			});
			if (!accepted) {
				then.run();
			}
		}

		private synchronized boolean tellsEnd() {
			boolean told = this.told;
			this.told = false;
			this.leading = false;
			return told;
		}

		private void revoked() {
			try {
				this.candidate.onRevoked(this);
			}
			catch (RuntimeException ex) {
				logger.error(LogMessage.format("%s failed to end what it does as a leader", this.candidate), ex);
			}
			publish(() -> MusterLeaderInitiator.this.publisher.publishOnRevoked(MusterLeaderInitiator.this, this,
					this.role));
		}

		private void publish(Runnable publication) {
			try {
				publication.run();
			}
			catch (RuntimeException ex) {
				logger.error(LogMessage.format("A listener failed on an event of %s", this), ex);
			}
		}

		private boolean execute(Runnable task) {
			try {
				this.executor.execute(task);
				return true;
			}
			catch (RejectedExecutionException ex) {
				logger.trace("Not executed: the application has ended", ex);
				return false;
			}
		}

		@Override
		public String toString() {
			return "the role '" + this.role + "'";
		}

	}

}

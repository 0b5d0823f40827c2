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

package io.muster.leader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.ContextStartedEvent;
import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

import io.muster.leader.LeadershipEvent.LeadershipGranted;
import io.muster.leader.LeadershipEvent.LeadershipRevoked;

/**
 * Follows what this server leads: interrupts calls that run as a leader no more, starts
 * and stops beans with {@link OnLeader @OnLeader}, and publishes
 * {@link LeadershipEvent}s. When the application stops, it ends all of that before the
 * cluster is left.
 */
public final class LeaderLifecycle implements SmartLifecycle, ApplicationListener<ApplicationEvent>, DisposableBean {

	/**
	 * Above the phase in which the cluster is left, {@code DEFAULT_PHASE - 512}: this
	 * server leads until all that it does as a leader has ended, so the next leader does
	 * not begin earlier. Below {@code DEFAULT_PHASE}, in which Spring's schedulers and
	 * executors wait for their tasks: what ends there by itself is not interrupted.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 256;

	private static final Log logger = LogFactory.getLog(LeaderLifecycle.class);

	private final OnLeaderBeanPostProcessor onLeader;

	private final @Nullable Leaderships leaderships;

	private final ApplicationContext context;

	private final boolean publishing;

	private final ExecutorService executor = executor();

	private boolean listening;

	private volatile boolean started;

	private volatile boolean stopped;

	private volatile boolean running;

	private volatile boolean accepting = true;

	/**
	 * Whether this server may lead: it accepts traffic, or nobody else can lead.
	 */
	private volatile boolean ready = true;

	/**
	 * Create a lifecycle.
	 * @param onLeader knows what the annotation is on
	 * @param leaderships the leaderships; {@code null} if there are none, and the
	 * annotation is not used
	 * @param context the application context to which the annotated beans belong
	 * @param publishing whether to publish events in this context: {@code false} where
	 * its parent does
	 */
	public LeaderLifecycle(OnLeaderBeanPostProcessor onLeader, @Nullable Leaderships leaderships,
			ApplicationContext context, boolean publishing) {
		this.onLeader = onLeader;
		this.leaderships = leaderships;
		this.context = context;
		this.publishing = publishing;
	}

	private static ExecutorService executor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "muster-leader");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Override
	public void start() {
		this.running = true;
		this.onLeader.calls().open();
		Leaderships leaderships = this.leaderships;
		if (leaderships != null) {
			this.onLeader.roles().forEach(leaderships::of);
			if (!this.listening) {
				this.listening = true;
				leaderships.addListener(new Listener());
			}
		}
		if (this.stopped) {
			// After a checkpoint, no event tells that all others have been started. This
			// server leads again only later.
			this.stopped = false;
			this.started = true;
			execute(() -> this.onLeader.beans().forEach(this::startOrStop));
		}
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof AvailabilityChangeEvent<?> change
				&& change.getState() instanceof ReadinessState readiness) {
			this.accepting = readiness == ReadinessState.ACCEPTING_TRAFFIC;
			changeReadiness();
		}
		else if (event instanceof ApplicationContextEvent contextEvent
				&& contextEvent.getApplicationContext() == this.context) {
			changeContext(contextEvent);
		}
	}

	/**
	 * Lead nothing while the application refuses traffic, if others can. What runs as a
	 * leader goes on to its end.
	 */
	private synchronized void changeReadiness() {
		Leaderships leaderships = this.leaderships;
		boolean ready = this.accepting;
		if (leaderships == null || ready == this.ready || (!ready && !leaderships.canStandDown())) {
			return;
		}
		this.ready = ready;
		LeaderCalls calls = this.onLeader.calls();
		if (ready) {
			leaderships.standUp();
			calls.refill();
			execute(() -> this.onLeader.beans().forEach(this::startOrStop));
			return;
		}
		logger.info("This server leads nothing until it accepts traffic again");
		calls.drain();
		execute(() -> {
			lastFirst().forEach(LeaderBean::stop);
			calls.whenNone(() -> standDown(leaderships));
		});
	}

	private synchronized void standDown(Leaderships leaderships) {
		if (!this.ready) {
			leaderships.standDown();
		}
	}

	/**
	 * Start beans only when all others have been started.
	 */
	private void changeContext(ApplicationContextEvent event) {
		if (event instanceof ContextRefreshedEvent || event instanceof ContextStartedEvent) {
			this.started = true;
			execute(() -> this.onLeader.beans().forEach(this::startOrStop));
		}
		else if (event instanceof ContextClosedEvent) {
			this.started = false;
		}
	}

	private void startOrStop(LeaderBean bean) {
		if (!leadership(bean.role()).isLeader()) {
			bean.stop();
		}
		else if (this.started && this.ready) {
			bean.start();
		}
	}

	private Leadership leadership(String role) {
		Leaderships leaderships = this.leaderships;
		Assert.state(leaderships != null, "There are no leaderships");
		return leaderships.of(role);
	}

	private void stopBeans(String role) {
		lastFirst().stream().filter((bean) -> bean.role().equals(role)).forEach(LeaderBean::stop);
	}

	private List<LeaderBean> lastFirst() {
		List<LeaderBean> beans = new ArrayList<>(this.onLeader.beans());
		Collections.reverse(beans);
		return beans;
	}

	private void publish(LeadershipEvent event) {
		if (!this.publishing) {
			return;
		}
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error(LogMessage.format("A listener failed on %s", event), ex);
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

	/**
	 * Stop, and do not wait for the end.
	 */
	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Let no call begin, interrupt those that run, and stop beans.
	 * @param callback is run when all have ended
	 */
	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.started = false;
		this.stopped = true;
		this.onLeader.calls().close();
		boolean accepted = execute(() -> {
			lastFirst().forEach(LeaderBean::stop);
			this.onLeader.calls().whenNone(callback);
		});
		if (!accepted) {
			callback.run();
		}
	}

	/**
	 * Hand a leadership over to another server, after all that runs as its leader here
	 * has ended: no call begins any more, those of other threads are interrupted, beans
	 * are stopped. {@link Leadership#yield()} does not wait for that. Returns at once.
	 * Does nothing if this server does not lead.
	 * @param role the role
	 */
	public void handOver(String role) {
		Leadership leadership = leadership(role);
		if (!leadership.isLeader()) {
			return;
		}
		LeaderCalls calls = this.onLeader.calls();
		calls.close(role);
		execute(() -> {
			stopBeans(role);
			calls.whenNone(role, () -> {
				try {
					leadership.yield();
				}
				catch (RuntimeException ex) {
					logger.error(LogMessage.format("The leadership of %s could not be handed over",
							LeaderCall.describe(role)), ex);
				}
				calls.open(role);
			});
		});
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
		return PHASE;
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

	/**
	 * Passes on what this server leads to the thread of this lifecycle. Only what must be
	 * quick, and is, is done at once.
	 */
	private final class Listener implements Leaderships.Listener {

		@Override
		public void granted(Leadership leadership) {
			LeadershipGranted event = new LeadershipGranted(leadership.role(), leadership.token());
			execute(() -> {
				changeReadiness();
				LeaderLifecycle.this.onLeader.beans()
					.stream()
					.filter((bean) -> bean.role().equals(event.role()))
					.forEach(LeaderLifecycle.this::startOrStop);
				publish(event);
			});
		}

		@Override
		public void revoked(Leadership leadership) {
			String role = leadership.role();
			LeaderLifecycle.this.onLeader.calls().revoked(role);
			execute(() -> {
				stopBeans(role);
				publish(new LeadershipRevoked(role));
			});
		}

	}

}

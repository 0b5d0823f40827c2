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

package io.muster.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.Assert;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.web.LocalServer;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

/**
 * A node of a {@link TestCluster}: one instance of the application. The object stays the
 * same when the node is stopped and started again.
 * <p>
 * All methods may be called from any thread.
 */
public final class TestNode {

	private final int number;

	private final int nodes;

	private final NodeApplication application;

	private final TestNetwork network;

	private final Path directory;

	private final Runnable disturbed;

	private volatile @Nullable Running running;

	/**
	 * Create a node that does not run yet.
	 * @param number its number, from 1
	 * @param nodes how many nodes there are
	 * @param application what it runs
	 * @param network connects it to the others
	 * @param directory where it keeps files, if it does
	 * @param disturbed is run when it is stopped, killed or isolated by the test
	 */
	TestNode(int number, int nodes, NodeApplication application, TestNetwork network, Path directory,
			Runnable disturbed) {
		this.number = number;
		this.nodes = nodes;
		this.application = application;
		this.network = network;
		this.directory = directory;
		this.disturbed = disturbed;
	}

	/**
	 * Return the number of this node.
	 * @return the number, from 1
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Return the name of this node in the cluster ({@code muster.cluster.node-name}).
	 * @return {@code node-1} for the first
	 */
	public String name() {
		return "node-" + this.number;
	}

	/**
	 * Start this node, and return when its application has started. It joins the cluster
	 * later: see {@link TestCluster#awaitFormed()}. Does nothing if it runs.
	 */
	public synchronized void start() {
		if (isRunning()) {
			return;
		}
		end(false);
		String engineId = UUID.randomUUID().toString();
		NetworkExtension.register(engineId, (engine) -> this.network.connect(this.number, engine));
		try {
			ConfigurableApplicationContext context = this.application.run((prepared) -> {
				prepared.getBeanFactory().registerSingleton("musterTestNode", new NodeLink(this.network, this.number));
				NodeSettings.add(prepared.getEnvironment(), name(), this.nodes, engineId, this.directory);
			});
			this.running = Running.of(context, engineId);
		}
		catch (RuntimeException | Error ex) {
			NetworkExtension.unregister(engineId);
			this.network.remove(this.number);
			throw ex;
		}
	}

	/**
	 * Stop this node as SIGTERM does, and return when it has stopped: it hands over what
	 * it leads, and leaves the cluster. Does nothing if it does not run.
	 */
	public synchronized void stop() {
		this.disturbed.run();
		end(false);
	}

	/**
	 * End this node as SIGKILL does, and return when nothing of it runs any more. The
	 * others hear nothing from it, and notice that it is unreachable. Does nothing if it
	 * does not run.
	 */
	public synchronized void kill() {
		this.disturbed.run();
		end(true);
	}

	/**
	 * Stop this node, without a disturbance: the test is over.
	 */
	synchronized void end(boolean abruptly) {
		Running running = this.running;
		if (running == null) {
			return;
		}
		if (abruptly) {
			this.network.cut(this.number);
			kill(running.context());
		}
		running.context().close();
		this.running = null;
		NetworkExtension.unregister(running.engineId());
		this.network.remove(this.number);
	}

	private static void kill(ConfigurableApplicationContext context) {
		if (!context.isActive()) {
			return;
		}
		if (context instanceof WebServerApplicationContext web && web.getWebServer() != null) {
			web.getWebServer().stop();
		}
		// No hand-over, and no time to leave: nobody would hear it. Nobody watches the
		// engine.
		context.getBeanProvider(BootstrapCoordinator.class).ifAvailable(BootstrapCoordinator::close);
		context.getBeanProvider(EngineLeaderships.class).ifAvailable(EngineLeaderships::stop);
		context.getBean(ClusterEngine.class).stop(Duration.ZERO);
	}

	/**
	 * Cut this node off from all others, in both directions: no message of the engines
	 * and no probe gets through. The application goes on, and the test still reaches it.
	 * Other connections that the application has, such as to a database, stay.
	 * @throws IllegalStateException if this node does not run
	 */
	public void isolate() {
		context();
		this.disturbed.run();
		this.network.separate(Set.of(this.number));
	}

	/**
	 * Connect this node to all others that are not cut off.
	 */
	public void heal() {
		this.network.reunite(Set.of(this.number));
	}

	/**
	 * Return whether this node runs.
	 * @return {@code false} before it was started, after it was stopped or killed, and if
	 * its application has ended by itself
	 */
	public boolean isRunning() {
		Running running = this.running;
		return running != null && running.context().isActive();
	}

	/**
	 * Return whether this node is cut off.
	 * @return whether it was isolated, or was cut off together with others
	 */
	public boolean isIsolated() {
		return this.network.separated().contains(this.number);
	}

	/**
	 * Return the application context.
	 * @return the context
	 * @throws IllegalStateException if this node does not run
	 */
	public ConfigurableApplicationContext context() {
		return running().context();
	}

	/**
	 * Return a bean.
	 * @param <T> the type
	 * @param type the type
	 * @return the bean of this type
	 * @throws IllegalStateException if this node does not run
	 */
	public <T> T bean(Class<T> type) {
		return context().getBean(type);
	}

	/**
	 * Return the cluster as this node sees it.
	 * @return the bean of this node
	 * @throws IllegalStateException if this node does not run
	 */
	public Cluster cluster() {
		return bean(Cluster.class);
	}

	/**
	 * Return where this node's web server is, for requests of the test.
	 * @return scheme, host and port, such as {@code http://127.0.0.1:41234}
	 * @throws IllegalStateException if this node does not run, or has no web server
	 */
	public String url() {
		ContactPoint local = bean(LocalServer.class).contactPoint();
		Assert.state(local != null, () -> this + " has no web server");
		return local.scheme() + "://" + local.host() + ":" + local.port();
	}

	/**
	 * Return whether this node leads the application at this moment.
	 * @return {@code false} also if it does not run
	 */
	public boolean isLeader() {
		return isLeader(Leadership.DEFAULT_ROLE);
	}

	/**
	 * Return whether this node leads a role at this moment. Unlike
	 * {@link Leaderships#of(String)}, this does not have it stand for the role.
	 * @param role the role
	 * @return {@code false} also if it does not run
	 */
	public boolean isLeader(String role) {
		Leadership leadership = leadership(role);
		return leadership != null && leadership.isLeader();
	}

	/**
	 * Return a role that this node was told to lead, at this moment or before.
	 */
	@Nullable Leadership leadership(String role) {
		Running running = this.running;
		return (running != null && running.context().isActive()) ? running.led().get(role) : null;
	}

	/**
	 * Return the state of this node's engine.
	 * @return the state, {@code null} if this node does not run
	 */
	@Nullable ClusterState state() {
		Running running = this.running;
		return (running != null && running.context().isActive())
				? running.context().getBean(ClusterEngine.class).state() : null;
	}

	private Running running() {
		Running running = this.running;
		Assert.state(running != null && running.context().isActive(), () -> this + " does not run");
		return running;
	}

	@Override
	public String toString() {
		return "node " + this.number;
	}

}

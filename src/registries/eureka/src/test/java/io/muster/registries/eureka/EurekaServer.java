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

package io.muster.registries.eureka;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import io.muster.processes.ClusterNode;
import io.muster.processes.JavaProcess;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.processes.QuickStart;
import io.muster.processes.Registry;
import io.muster.processes.RegistryNode;

/**
 * A Eureka server in a process of its own. With short intervals, the server and its
 * clients exchange changes within a second. Instances that send no heartbeats are always
 * removed as late as by default, after 90 seconds or never.
 */
final class EurekaServer implements Registry {

	private static final QuickStart SERVER = new QuickStart("server.jar", "Started EurekaServerApplication");

	private static final QuickStart APPLICATION = new QuickStart("application.jar", ClusterNode.MEMBER);

	private final Processes processes;

	private final int port = Ports.find();

	private final boolean quickNews;

	private JavaProcess process;

	EurekaServer(Processes processes, boolean quickNews) {
		this.processes = processes;
		this.quickNews = quickNews;
	}

	@Override
	public void start() {
		List<String> arguments = List.of("--spring.main.banner-mode=off", "--server.address=" + ClusterNode.HOST,
				"--server.port=" + this.port, "--eureka.client.register-with-eureka=false",
				"--eureka.client.fetch-registry=false",
				"--eureka.server.use-read-only-response-cache=" + !this.quickNews);
		List<String> command = new ArrayList<>(SERVER.arguments(arguments.toArray(String[]::new)));
		command.addAll(arguments);
		this.process = this.processes.start("eureka", command);
		Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50)).until(this::answers);
	}

	private boolean answers() {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create(url() + "apps").toURL().openConnection();
			return connection.getResponseCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String url() {
		return "http://" + ClusterNode.HOST + ":" + this.port + "/eureka/";
	}

	@Override
	public void stop() {
		this.process.kill();
		this.process.awaitExit();
	}

	@Override
	public void awaitMissed(RegistryNode node) {
		node.awaitWaitingFor("waiting for 2 more", "discovery knows no contact points");
	}

	@Override
	public QuickStart application() {
		return APPLICATION;
	}

	@Override
	public List<String> arguments() {
		Stream<String> always = Stream.of("--eureka.client.service-url.defaultZone=" + url(),
				"--eureka.instance.prefer-ip-address=true", "--eureka.instance.ip-address=" + ClusterNode.HOST,
				"--eureka.instance.metadata-map.color=blue");
		Stream<String> quick = Stream.of("--eureka.client.registry-fetch-interval-seconds=1",
				"--eureka.instance.lease-renewal-interval-in-seconds=1");
		return Stream.concat(always, this.quickNews ? quick : Stream.empty()).toList();
	}

}

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

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.muster.security.NodeTls;

/**
 * The JDK's HTTP client for probes. It is created when it is needed, and again when the
 * certificates of this node have changed: a client keeps those that it was created with.
 */
final class ProbeClient implements AutoCloseable {

	private final Duration connectTimeout;

	private final @Nullable NodeTls tls;

	private final ThreadPoolExecutor executor;

	private @Nullable HttpClient client;

	/**
	 * Create a holder of the client.
	 * @param requestTimeout how long a whole exchange may take
	 * @param tls how to talk to {@code https} contact points, {@code null} for the
	 * defaults of the Java runtime
	 */
	ProbeClient(Duration requestTimeout, @Nullable NodeTls tls) {
		// Ends before the exchange does, so that the two can be told apart.
		this.connectTimeout = requestTimeout.multipliedBy(9).dividedBy(10);
		this.tls = tls;
		this.executor = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				threadFactory());
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static CustomizableThreadFactory threadFactory() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("muster-probe-");
		factory.setDaemon(true);
		return factory;
	}

	/**
	 * Return the client. To create it loads the JDK's HTTP and TLS classes, which takes a
	 * good part of a second in a new process.
	 */
	synchronized HttpClient get() {
		HttpClient current = this.client;
		SSLContext context = (this.tls != null) ? this.tls.context() : null;
		if (current == null || (context != null && current.sslContext() != context)) {
			current = create(context);
			this.client = current;
		}
		return current;
	}

	/**
	 * Create the client. Nodes reach each other directly, so no probe goes to a proxy
	 * that the JVM is configured with.
	 */
	private HttpClient create(@Nullable SSLContext context) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(Version.HTTP_1_1)
			.followRedirects(Redirect.NEVER)
			.connectTimeout(this.connectTimeout)
			.proxy(HttpClient.Builder.NO_PROXY)
			.executor(this.executor);
		if (context != null && this.tls != null) {
			builder.sslContext(context).sslParameters(this.tls.clientParameters());
		}
		return builder.build();
	}

	/**
	 * Stop. The client ends when it is garbage collected, because Java 17 cannot close
	 * it.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
	}

}

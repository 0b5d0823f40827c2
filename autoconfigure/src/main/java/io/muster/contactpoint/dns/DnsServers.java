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

package io.muster.contactpoint.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.xbill.DNS.Cache;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.lookup.LookupSession;

/**
 * The DNS servers to ask: the configured ones, else those of the system. A server that
 * fails is asked after the others the next time.
 */
final class DnsServers {

	private static final int TRIES = 3;

	private final List<InetSocketAddress> configured;

	private final Duration timeout;

	private ResolverConfig config = new ResolverConfig();

	private ExtendedResolver resolver;

	/**
	 * Create servers.
	 * @param configured the servers, empty for those of the system
	 * @param lookupTimeout how long all servers together may take
	 */
	DnsServers(List<InetSocketAddress> configured, Duration lookupTimeout) {
		this.configured = List.copyOf(configured);
		// Datagrams get lost. This leaves time to ask each server again.
		this.timeout = lookupTimeout.dividedBy(TRIES);
		this.resolver = resolver();
	}

	private ExtendedResolver resolver() {
		List<Resolver> servers = addresses().stream()
			.<Resolver>map((address) -> new DnsServer(address, this.timeout))
			.toList();
		ExtendedResolver resolver = new ExtendedResolver(servers);
		resolver.setRetries(TRIES);
		resolver.setTimeout(this.timeout.multipliedBy(TRIES));
		return resolver;
	}

	private List<InetSocketAddress> addresses() {
		return this.configured.isEmpty() ? this.config.servers() : this.configured;
	}

	/**
	 * Read the servers and search domains of the system again. The system may not have
	 * had any when they were read first.
	 */
	void refresh() {
		List<InetSocketAddress> before = addresses();
		this.config = new ResolverConfig();
		if (!addresses().equals(before)) {
			this.resolver = resolver();
		}
	}

	/**
	 * Create a session, which follows aliases and search domains.
	 * @param cache the cache of the session
	 * @return the session
	 */
	LookupSession session(Cache cache) {
		return LookupSession.builder()
			.resolver(this.resolver)
			.searchPath(this.config.searchPath())
			.ndots(this.config.ndots())
			.cache(cache)
			.executor(Runnable::run)
			.build();
	}

}

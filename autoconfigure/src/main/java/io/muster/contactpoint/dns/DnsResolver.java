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

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.xbill.DNS.Cache;
import org.xbill.DNS.Credibility;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Looks names up in DNS. Answers are not cached, so that a node is found as soon as the
 * server knows it. The exception are the addresses of SRV targets, of which there may be
 * hundreds: they are cached for their TTL, unless the server sends them in the additional
 * section of the answer. Negative answers are never cached.
 */
final class DnsResolver {

	private static final int PREFERRED = DnsHost.IPV6_FIRST ? Type.AAAA : Type.A;

	private static final int OTHER = DnsHost.IPV6_FIRST ? Type.A : Type.AAAA;

	/**
	 * The most names to ask for at a time, with two queries each. A service may have
	 * hundreds of targets.
	 */
	private static final int BATCH_SIZE = 50;

	private final DnsServers servers;

	private final Duration timeout;

	private final Cache hosts = new Cache(DClass.IN);

	/**
	 * Create a resolver.
	 * @param servers the servers to ask
	 * @param timeout how long each step of a lookup may take
	 */
	DnsResolver(DnsServers servers, Duration timeout) {
		this.servers = servers;
		this.timeout = timeout;
		this.hosts.setMaxNCache(0);
	}

	/**
	 * Look up a name.
	 * @param question what to ask for
	 * @return the hosts, and what is missing
	 * @throws IOException if no server can answer
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	Found lookup(DnsQuestion question) throws IOException, InterruptedException {
		try {
			return question.services() ? services(question.name()) : addresses(question.name());
		}
		catch (IOException ex) {
			this.servers.refresh();
			throw ex;
		}
	}

	private Found addresses(Name name) throws IOException, InterruptedException {
		LookupSession session = this.servers.session(new Cache(DClass.IN));
		DnsAnswer answer = await(
				ask(session, name, PREFERRED).thenCompose((first) -> (first.isEmpty() && first.exists())
						? ask(session, name, OTHER) : CompletableFuture.completedFuture(first)));
		List<DnsHost> hosts = answer.addresses()
			.stream()
			.map((address) -> DnsHost.of(null, 0, List.of(address)))
			.toList();
		return new Found(hosts, answer.missing("neither A nor AAAA records"));
	}

	private Found services(Name name) throws IOException, InterruptedException {
		Cache cache = new Cache(DClass.IN);
		DnsAnswer answer = await(ask(this.servers.session(cache), name, Type.SRV));
		List<SRVRecord> services = answer.records()
			.stream()
			.map(SRVRecord.class::cast)
			.filter((service) -> !service.getTarget().equals(Name.root))
			.toList();
		Map<Name, List<InetAddress>> addresses = addresses(services.stream().map(SRVRecord::getTarget).toList(), cache);
		Set<DnsHost> hosts = new LinkedHashSet<>();
		Set<String> unknown = new LinkedHashSet<>();
		for (SRVRecord service : services) {
			String host = service.getTarget().toString(true);
			List<InetAddress> known = addresses.getOrDefault(service.getTarget(), List.of());
			if (known.isEmpty()) {
				unknown.add(host);
			}
			else {
				hosts.add(DnsHost.of(host, service.getPort(), known));
			}
		}
		return new Found(List.copyOf(hosts), unknown.isEmpty() ? answer.missing("no SRV records")
				: List.of("no address is known for " + String.join(", ", unknown)));
	}

	/**
	 * Return the addresses of hosts. Hosts that are not in the additional section are
	 * looked up in batches.
	 */
	private Map<Name, List<InetAddress>> addresses(List<Name> names, Cache cache)
			throws IOException, InterruptedException {
		Map<Name, List<InetAddress>> addresses = names.stream()
			.distinct()
			.collect(Collectors.toMap(Function.identity(), (name) -> additional(cache, name)));
		List<Name> unknown = names.stream()
			.distinct()
			.filter((name) -> addresses.getOrDefault(name, List.of()).isEmpty())
			.toList();
		LookupSession session = this.servers.session(this.hosts);
		for (int i = 0; i < unknown.size(); i += BATCH_SIZE) {
			Map<Name, CompletableFuture<DnsAnswer>> asked = new LinkedHashMap<>();
			unknown.subList(i, Math.min(unknown.size(), i + BATCH_SIZE))
				.forEach((name) -> asked.put(name, addresses(session, name)));
			for (Map.Entry<Name, CompletableFuture<DnsAnswer>> entry : asked.entrySet()) {
				addresses.put(entry.getKey(), await(entry.getValue()).addresses());
			}
		}
		return addresses;
	}

	/**
	 * Return the addresses that the server has sent in the additional section. They do
	 * not count without one of the preferred family: the server may leave some out, and
	 * the host would seem to be another one.
	 */
	private static List<InetAddress> additional(Cache cache, Name name) {
		DnsAnswer preferred = additional(cache, name, PREFERRED);
		return preferred.isEmpty() ? List.of() : preferred.and(additional(cache, name, OTHER)).addresses();
	}

	private static DnsAnswer additional(Cache cache, Name name, int type) {
		SetResponse known = cache.lookupRecords(name, type, Credibility.ADDITIONAL);
		return new DnsAnswer(known.isSuccessful()
				? known.answers().stream().flatMap((set) -> set.rrs().stream()).toList() : List.of(), true);
	}

	private CompletableFuture<DnsAnswer> addresses(LookupSession session, Name name) {
		CompletableFuture<DnsAnswer> preferred = ask(session, name, PREFERRED);
		CompletableFuture<DnsAnswer> other = ask(session, name, OTHER);
		return preferred.thenCompose((answer) -> answer.isEmpty() ? other
				: other.handle((more, failure) -> (more != null) ? answer.and(more) : answer));
	}

	private CompletableFuture<DnsAnswer> ask(LookupSession session, Name name, int type) {
		return session.lookupAsync(name, type).toCompletableFuture().handle((result, failure) -> {
			Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
			if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
				return new DnsAnswer(List.of(), cause instanceof NoSuchRRSetException);
			}
			if (cause != null) {
				throw new CompletionException(cause);
			}
			return new DnsAnswer(result.getRecords(), true);
		});
	}

	private DnsAnswer await(CompletableFuture<DnsAnswer> answer) throws IOException, InterruptedException {
		try {
			return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IOException("DNS gave no answer within %d ms".formatted(this.timeout.toMillis()), ex);
		}
	}

	/**
	 * Result of a lookup.
	 *
	 * @param hosts the hosts, each once
	 * @param missing describes what could not be looked up, without full stops
	 */
	record Found(List<DnsHost> hosts, List<String> missing) {
	}

}

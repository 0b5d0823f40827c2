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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

/**
 * {@link ContactPointProber} that probes contact points with an IPv4 and an IPv6 address
 * at both addresses at the same time. The first answer counts. A refused connection at
 * one address does not show that no node is there, because it may listen at the other
 * address only.
 */
public final class DualStackProber implements ContactPointProber, AutoCloseable {

	private final HttpContactPointProber prober;

	private volatile Map<ContactPoint, String> otherAddresses = Map.of();

	/**
	 * Create a prober.
	 * @param prober probes at one address
	 */
	public DualStackProber(HttpContactPointProber prober) {
		this.prober = prober;
	}

	/**
	 * Set the contact points that have a second address. May be called on any thread.
	 * @param otherAddresses the contact points with their second address
	 */
	public void otherAddresses(Map<ContactPoint, String> otherAddresses) {
		Map<ContactPoint, String> servers = new HashMap<>();
		otherAddresses.forEach((contactPoint, other) -> servers.put(server(contactPoint), other));
		this.otherAddresses = Map.copyOf(servers);
	}

	private static ContactPoint server(ContactPoint contactPoint) {
		return ContactPoint.of(contactPoint.host(), contactPoint.port());
	}

	@Override
	public void prepare() {
		this.prober.prepare();
	}

	@Override
	public CompletableFuture<ProbeResult> probe(ContactPoint contactPoint, @Nullable ContactPoint news) {
		CompletableFuture<ProbeResult> first = this.prober.probe(contactPoint, news);
		String other = this.otherAddresses.get(server(contactPoint));
		return (other != null) ? firstAnswer(first, this.prober.probe(contactPoint.withHost(other), news)) : first;
	}

	private static CompletableFuture<ProbeResult> firstAnswer(CompletableFuture<ProbeResult> first,
			CompletableFuture<ProbeResult> second) {
		CompletableFuture<ProbeResult> answer = new CompletableFuture<>();
		for (CompletableFuture<ProbeResult> one : List.of(first, second)) {
			one.thenAccept((result) -> {
				if (result instanceof Answered) {
					answer.complete(result);
				}
			});
		}
		first.thenAcceptBoth(second, (one, two) -> answer.complete(isRefused(one) ? two : one));
		return answer;
	}

	private static boolean isRefused(ProbeResult result) {
		return result instanceof Failed failed && failed.kind() == Kind.REFUSED;
	}

	@Override
	public CompletableFuture<ProbeResult> invite(ContactPoint contactPoint, ContactPoint target) {
		return this.prober.invite(contactPoint, target);
	}

	@Override
	public void close() {
		this.prober.close();
	}

}

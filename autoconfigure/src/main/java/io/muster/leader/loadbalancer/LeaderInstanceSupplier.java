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

package io.muster.leader.loadbalancer;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.Member;
import io.muster.leader.Leaderships;
import io.muster.leader.Leaderships.Holder;

/**
 * Supplies the leader of a role as the only instance of a service. Each request asks anew
 * who leads, and nothing is cached. There is no instance while nobody leads, or while the
 * {@linkplain Member#webAddress() web address} of the leader is not known.
 * <p>
 * May be used by any thread. Never blocks.
 */
public final class LeaderInstanceSupplier implements ServiceInstanceListSupplier {

	private final LeaderService service;

	private final ClusterEngine engine;

	private final Leaderships leaderships;

	/**
	 * Create a supplier.
	 * @param service the service
	 * @param engine knows the members
	 * @param leaderships know who leads
	 */
	public LeaderInstanceSupplier(LeaderService service, ClusterEngine engine, Leaderships leaderships) {
		this.service = service;
		this.engine = engine;
		this.leaderships = leaderships;
	}

	@Override
	public String getServiceId() {
		return this.service.id();
	}

	@Override
	public Flux<List<ServiceInstance>> get() {
		return Flux.defer(() -> Flux.just(instances()));
	}

	private List<ServiceInstance> instances() {
		Member leader = leader();
		URI address = (leader != null) ? leader.webAddress() : null;
		return (leader != null && address != null) ? List.of(instance(leader, address)) : List.of();
	}

	/**
	 * Return the leader. Without consensus, one server leads all roles, also those that
	 * only others know.
	 */
	private @Nullable Member leader() {
		ClusterState state = this.engine.state();
		if (state.leadership().change() != LeaderChange.CONSENSUS) {
			return state.member(state.leader());
		}
		return this.leaderships.holders()
			.stream()
			.filter((holder) -> holder.role().equals(this.service.role()))
			.map(Holder::member)
			.findFirst()
			.orElse(null);
	}

	private ServiceInstance instance(Member leader, URI address) {
		boolean secure = "https".equals(address.getScheme());
		int defaultPort = secure ? 443 : 80;
		int port = (address.getPort() >= 0) ? address.getPort() : defaultPort;
		return new DefaultServiceInstance(leader.name(), this.service.id(), address.getHost(), port, secure,
				Map.of("node", leader.address().toString()));
	}

}

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

package io.muster.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * A registry shared by the applications of a test, which register as soon as their web
 * server accepts.
 */
public class TestRegistry implements DiscoveryClient {

	private final List<ServiceInstance> instances = new CopyOnWriteArrayList<>();

	public TestRegistry register(String service, String host, int port) {
		return register(service, host, port, false);
	}

	public TestRegistry register(String service, String host, int port, boolean secure) {
		this.instances.add(new DefaultServiceInstance(null, service, host, port, secure));
		return this;
	}

	@Override
	public String description() {
		return "test registry";
	}

	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		List<ServiceInstance> found = new ArrayList<>();
		this.instances.stream().filter((instance) -> instance.getServiceId().equals(serviceId)).forEach(found::add);
		return found;
	}

	@Override
	public List<String> getServices() {
		return this.instances.stream().map(ServiceInstance::getServiceId).distinct().toList();
	}

}

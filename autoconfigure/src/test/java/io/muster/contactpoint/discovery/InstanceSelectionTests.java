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

package io.muster.contactpoint.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

import io.muster.contactpoint.ContactPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceSelection}. The first six tests are those of
 * {@code BootstrapCoordinatorSpec} in Pekko Management.
 */
class InstanceSelectionTests {

	private static final int FALLBACK_PORT = 7626;

	private final List<ServiceInstance> instances = new ArrayList<>();

	private final List<String> leftOut = new ArrayList<>();

	private @Nullable String protocol;

	private @Nullable String portName;

	private boolean filter = true;

	@Test
	void takesOnlyTheFallbackPortOfAHostWithSeveral() {
		instance("2b8c", 7355);
		instance("2b8c", FALLBACK_PORT);
		assertThat(select()).containsExactly("http://2b8c:7626");
	}

	@Test
	void takesAllHostsAtTheFallbackPortWhereNoPortsAreKnown() {
		instance("host1", 0);
		instance("host2", 0);
		assertThat(select()).containsExactlyInAnyOrder("http://host1:7626", "http://host2:7626");
	}

	@Test
	void doesNotFilterWithAPortName() {
		this.portName = "management";
		instance("host1", 1);
		instance("host1", 2);
		instance("host2", 3);
		instance("host2", 4);
		assertThat(select()).containsExactlyInAnyOrder("http://host1:1", "http://host1:2", "http://host2:3",
				"http://host2:4");
	}

	@Test
	void filtersEachHostWithoutAPortName() {
		instance("host1", FALLBACK_PORT);
		instance("host1", 2);
		instance("host2", FALLBACK_PORT);
		instance("host2", 4);
		assertThat(select()).containsExactlyInAnyOrder("http://host1:7626", "http://host2:7626");
	}

	@Test
	void doesNotFilterWhereFilteringIsOff() {
		this.filter = false;
		instance("host1", 1);
		instance("host1", 2);
		assertThat(select()).containsExactlyInAnyOrder("http://host1:1", "http://host1:2");
	}

	@Test
	void doesNotFilterAHostWithASingleInstance() {
		instance("host1", FALLBACK_PORT);
		instance("host2", 1);
		assertThat(select()).containsExactlyInAnyOrder("http://host1:7626", "http://host2:1");
	}

	@Test
	void takesNoneOfAHostWithSeveralOtherPorts() {
		instance("host1", 1);
		instance("host1", 2);
		assertThat(select()).isEmpty();
	}

	@Test
	void takesTheFallbackPortForAPortOfMinusOne() {
		instance("host1", -1);
		assertThat(select()).containsExactly("http://host1:7626");
	}

	@Test
	void takesEachContactPointOnce() {
		instance("host1", 0);
		instance("host1", 0);
		instance("HOST1", 0);
		assertThat(select()).containsExactly("http://host1:7626");
	}

	@Test
	void leavesOutInstancesWithoutAHost() {
		instance("", 1);
		instance("host1", 1);
		assertThat(select()).containsExactly("http://host1:1");
	}

	@Test
	void takesThePortFromTheMetadataOfThatName() {
		this.portName = "management";
		instance("host1", 1, Map.of("management", " 9090 "));
		assertThat(select()).containsExactly("http://host1:9090");
	}

	@Test
	void takesTheInstancesPortWhereTheMetadataHasNone() {
		this.portName = "management";
		instance("host1", 1, Map.of("other", "9090"));
		assertThat(select()).containsExactly("http://host1:1");
	}

	@Test
	void copesWithoutMetadata() {
		this.portName = "management";
		instance("host1", 1, null);
		assertThat(select()).containsExactly("http://host1:1");
	}

	@Test
	void saysWhichMetadataIsNoPortAndTakesTheOthers() {
		this.portName = "management";
		instance("host1", 1, Map.of("management", "http"));
		instance("host2", 1, Map.of("management", "2"));
		assertThat(select()).containsExactly("http://host2:2");
		assertThat(this.leftOut).containsExactly(
				"instance host1 cannot be probed: its metadata 'management' is 'http', which is not a port");
	}

	@Test
	void saysWhichPortIsNone() {
		instance("host1", 70000);
		assertThat(select()).isEmpty();
		assertThat(this.leftOut).singleElement().asString().contains("host1", "70000");
	}

	@Test
	void takesThePathThatAnInstancePublishes() {
		instance("host1", 1, Map.of("muster-path", "/shop"));
		instance("host2", 1, Map.of("muster-path", "/"));
		assertThat(select()).containsExactlyInAnyOrder("http://host1:1/shop", "http://host2:1");
	}

	@Test
	void takesHttpsOfSecureInstances() {
		this.instances.add(new DefaultServiceInstance("id", "orders", "host1", 1, true));
		assertThat(select()).containsExactly("https://host1:1");
	}

	@Test
	void takesTheSchemeOfAnInstanceThatTellsOne() {
		DefaultServiceInstance instance = new DefaultServiceInstance("id", "orders", "host1", 1, false) {

			@Override
			public String getScheme() {
				return "https";
			}

		};
		this.instances.add(instance);
		assertThat(select()).containsExactly("https://host1:1");
	}

	@Test
	void takesTheProtocolThatIsSetWhateverTheInstanceSays() {
		this.protocol = "http";
		this.instances.add(new DefaultServiceInstance("id", "orders", "host1", 1, true));
		assertThat(select()).containsExactly("http://host1:1");
	}

	@Test
	void takesThePathThatIsSet() {
		ServiceInstance instance = new DefaultServiceInstance("id", "orders", "host1", 1, false);
		InstanceSelection selection = new InstanceSelection(null, null, () -> FALLBACK_PORT, false, "/app");
		assertThat(selection.select(List.of(instance), this.leftOut::add))
			.containsExactly(new ContactPoint("http", "host1", 1, "/app"));
	}

	@Test
	void takesAddressesOfBothFamilies() {
		instance("[2001:db8::1]", 1);
		instance("10.0.0.1", 1);
		assertThat(select()).containsExactlyInAnyOrder("http://[2001:db8:0:0:0:0:0:1]:1", "http://10.0.0.1:1");
	}

	private void instance(String host, int port) {
		instance(host, port, Map.of());
	}

	private void instance(String host, int port, @Nullable Map<String, String> metadata) {
		this.instances.add(new DefaultServiceInstance("id", "orders", host, port, false,
				(metadata != null) ? new HashMap<>(metadata) : null));
	}

	private List<String> select() {
		InstanceSelection selection = new InstanceSelection(this.protocol, this.portName, () -> FALLBACK_PORT,
				this.filter, "");
		return selection.select(this.instances, this.leftOut::add).stream().map(ContactPoint::toString).toList();
	}

}

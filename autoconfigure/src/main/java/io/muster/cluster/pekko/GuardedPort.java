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

package io.muster.cluster.pekko;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.artery.ArteryTransport;

/**
 * Creates an ActorSystem behind an {@link EngineGate}.
 */
final class GuardedPort {

	private static final String CANONICAL_PORT = "pekko.remote.artery.canonical.port";

	private static final Set<String> TRANSPORTS = Set.of("tcp", "tls-tcp");

	private GuardedPort() {
	}

	/**
	 * Return whether the transport can be guarded: UDP cannot.
	 */
	static boolean isPossible(Config config) {
		return TRANSPORTS.contains(config.getString("pekko.remote.artery.transport"));
	}

	/**
	 * Create an ActorSystem that listens on the loopback interface, behind a gate that
	 * listens on the port. The gate closes when the ActorSystem has terminated.
	 * @param port where to listen
	 * @param cluster the name of the cluster
	 * @param config the configuration of the ActorSystem
	 * @param factory creates the ActorSystem
	 * @return the ActorSystem
	 */
	static ActorSystem create(PekkoPort port, String cluster, Config config, Function<Config, ActorSystem> factory) {
		EngineGate gate = listen(port, cluster, config);
		try {
			InetAddress loopback = InetAddress.getLoopbackAddress();
			int advertised = config.getInt(CANONICAL_PORT);
			Map<String, Object> behind = Map.of(CANONICAL_PORT, (advertised != 0) ? advertised : gate.port(),
					"pekko.remote.artery.bind.hostname", loopback.getHostAddress(), "pekko.remote.artery.bind.port", 0);
			ActorSystem system = factory.apply(ConfigFactory.parseMap(behind, "Muster").withFallback(config));
			system.registerOnTermination(gate::close);
			gate.open(new InetSocketAddress(loopback, boundPort(system)));
			return system;
		}
		catch (RuntimeException | Error ex) {
			gate.close();
			throw ex;
		}
	}

	private static EngineGate listen(PekkoPort port, String cluster, Config config) {
		try {
			FrameCheck.Rules rules = FrameCheck.Rules.of(config);
			return EngineGate.listen(cluster, port.address(), rules, GateLimits.of(rules.maxFrame()));
		}
		catch (IOException ex) {
			throw port.failure(ex);
		}
	}

	/**
	 * Return the port that the engine has taken. Pekko has no public way to ask for it.
	 */
	private static int boundPort(ActorSystem system) {
		RemoteActorRefProvider provider = (RemoteActorRefProvider) ((ExtendedActorSystem) system).provider();
		return (Integer) ((ArteryTransport) provider.transport()).bindAddress().address().port().get();
	}

}

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

import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.remote.RemoteTransportException;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.function.SingletonSupplier;

import io.muster.security.NodeTls;

/**
 * Creates the {@link ActorSystem} that a {@link PekkoClusterEngine} runs on.
 */
public final class PekkoActorSystemFactory {

	private static final String ROLES = "pekko.cluster.roles";

	private final PekkoSettings settings;

	private final ClassLoader classLoader;

	private final Supplier<@Nullable URI> webAddress;

	private final Setup[] setups;

	private final @Nullable NodeTls tls;

	private final SingletonSupplier<Config> config;

	/**
	 * Create a factory for an ActorSystem that talks to others without TLS, unless its
	 * settings say so.
	 * @param settings the settings of the ActorSystem
	 * @param classLoader the class loader of the application
	 * @param setups what settings cannot express
	 */
	public PekkoActorSystemFactory(PekkoSettings settings, ClassLoader classLoader, Setup... setups) {
		this(settings, classLoader, null, () -> null, setups);
	}

	/**
	 * Create a factory.
	 * @param settings the settings of the ActorSystem
	 * @param classLoader the class loader of the application
	 * @param tls how it talks to others, {@code null} for what the settings say
	 * @param webAddress returns the base URL at which the application answers,
	 * {@code null} if that is not known; asked when an ActorSystem is created
	 * @param setups what settings cannot express
	 */
	public PekkoActorSystemFactory(PekkoSettings settings, ClassLoader classLoader, @Nullable NodeTls tls,
			Supplier<@Nullable URI> webAddress, Setup... setups) {
		this.settings = settings;
		this.webAddress = webAddress;
		this.classLoader = classLoader;
		this.tls = tls;
		this.setups = (tls != null) ? withTls(setups, tls) : setups;
		this.config = SingletonSupplier.of(() -> PekkoConfig.create(settings, tls != null, classLoader));
	}

	private static Setup[] withTls(Setup[] setups, NodeTls tls) {
		return Stream
			.concat(Stream.of(setups),
					Stream.of(SSLEngineProviderSetup.create((system) -> new BundleSslEngineProvider(tls))))
			.toArray(Setup[]::new);
	}

	PekkoSettings settings() {
		return this.settings;
	}

	@Nullable NodeTls tls() {
		return this.tls;
	}

	/**
	 * Check that the settings are valid and that the port can be bound.
	 * @throws FailureAnalyzedException if they are not, or if it cannot
	 */
	public void verify() {
		PekkoSettingsVerifier.verify(this.settings);
		if (!this.settings.overrides().isEmpty()) {
			PekkoSettingsVerifier.verify(this.settings.name(), this.config.obtain(), this.classLoader);
		}
		verifyPort();
	}

	/**
	 * Check that the port can be bound now.
	 * @throws FailureAnalyzedException if it cannot
	 */
	void verifyPort() {
		PekkoPort.of(this.settings).verify();
	}

	/**
	 * Create and start an ActorSystem that is not a member of a cluster yet. May take a
	 * second.
	 * @return the ActorSystem
	 * @throws FailureAnalyzedException if the settings are wrong or the port cannot be
	 * bound
	 */
	public ActorSystem create() {
		checkOwnCertificate();
		Config config = withWebAddress(this.config.obtain());
		PekkoPort.of(this.settings).warnIfPublic(this.settings.name(), config);
		return (this.settings.guardPort() && GuardedPort.isPossible(config))
				? GuardedPort.create(PekkoPort.of(this.settings), this.settings.name(), config, this::create)
				: create(config);
	}

	/**
	 * Check the certificate beside the start of the engine, which takes longer.
	 */
	private void checkOwnCertificate() {
		NodeTls tls = this.tls;
		if (tls != null) {
			Thread thread = new Thread(() -> tls.checkOwnCertificate(this.settings.host()), "muster-tls");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private Config withWebAddress(Config config) {
		URI address = this.webAddress.get();
		return (address != null)
				? config.withValue(ROLES,
						ConfigValueFactory.fromIterable(MusterRoles.with(config.getStringList(ROLES), address)))
				: config;
	}

	private ActorSystem create(Config config) {
		BootstrapSetup bootstrap = BootstrapSetup.create(config).withClassloader(this.classLoader);
		Setup[] all = Stream.concat(Stream.of(bootstrap), Stream.of(this.setups)).toArray(Setup[]::new);
		try {
			return ActorSystem.create(this.settings.name(), ActorSystemSetup.create(all));
		}
		catch (RemoteTransportException ex) {
			throw PekkoPort.of(this.settings).failure(ex);
		}
		catch (LinkageError ex) {
			throw MissingModule.analyze(ex);
		}
	}

}

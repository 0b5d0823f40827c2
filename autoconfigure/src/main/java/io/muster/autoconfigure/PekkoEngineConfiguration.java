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

package io.muster.autoconfigure;

import java.util.Objects;

import org.apache.pekko.actor.ActorSystem;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.pekko.PekkoActorSystemFactory;
import io.muster.cluster.pekko.PekkoClusterEngine;

/**
 * Configuration for a {@link PekkoClusterEngine}, unless the application defines another
 * {@link ClusterEngine}. It runs on the application's {@link ActorSystem} if there is
 * one, else on one that Muster creates.
 */
final class PekkoEngineConfiguration {

	private PekkoEngineConfiguration() {
	}

	/**
	 * Configuration with the application's ActorSystem.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ClusterEngine.class)
	@ConditionalOnBean(ActorSystem.class)
	static class ApplicationActorSystem {

		@Bean(destroyMethod = "")
		PekkoClusterEngine clusterEngine(ActorSystem actorSystem, MusterProperties properties,
				Environment environment) {
			PekkoClusterEngine engine = new PekkoClusterEngine(actorSystem,
					new ClusterSettings(properties, environment).departedRetention());
			String bundle = properties.security().ssl().engine();
			if (bundle != null && !engine.transport().equals("tls-tcp")) {
				throw new FailureAnalyzedException(
						("The engine is to use TLS with the SSL bundle '%s' (muster.security.ssl.bundle), but it runs on "
								+ "the application's own ActorSystem, which connects by '%s'.")
							.formatted(bundle, engine.transport()),
						"Give that ActorSystem TLS (pekko.remote.artery.transport=tls-tcp, and an SSLEngineProvider), "
								+ "remove its bean to let Muster create one, or set only "
								+ "muster.security.ssl.probe-bundle.");
			}
			return engine;
		}

	}

	/**
	 * Configuration with an ActorSystem of Muster. It is a bean, so that applications can
	 * use it for sharding or singletons.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean({ ClusterEngine.class, ActorSystem.class })
	static class MusterActorSystem {

		@Bean
		PekkoActorSystemFactory pekkoActorSystemFactory(MusterProperties properties, Environment environment,
				InetUtils inetUtils, ResourceLoader resourceLoader, ObjectProvider<SslBundles> bundles) {
			ClusterSettings settings = new ClusterSettings(properties, environment);
			String host = settings.host(inetUtils);
			return new PekkoActorSystemFactory(settings.pekko(host, properties.pekko()),
					Objects.requireNonNull(resourceLoader.getClassLoader()),
					new NodeTlsFactory(properties, bundles).engine(), settings.webAddress(() -> host));
		}

		/**
		 * Create the bean lazily: as long as the application does not use the
		 * ActorSystem, the engine can replace it after this node was removed. The engine
		 * terminates it when it stops. The destroy method is for an application whose
		 * start fails before.
		 */
		@Bean(destroyMethod = "terminate")
		@Lazy
		ActorSystem actorSystem(PekkoClusterEngine engine) {
			return engine.actorSystem();
		}

		@Bean(destroyMethod = "")
		PekkoClusterEngine clusterEngine(PekkoActorSystemFactory factory) {
			return new PekkoClusterEngine(factory);
		}

	}

}

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

package io.muster.test;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.support.DefaultBootstrapContext;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * The application that runs on each node: found and configured as in a test with
 * {@code @SpringBootTest}, and started as in production.
 */
final class NodeApplication {

	private final MergedContextConfiguration configuration;

	private NodeApplication(MergedContextConfiguration configuration) {
		this.configuration = configuration;
	}

	/**
	 * Find the application of a test.
	 * @param testClass the class of the test
	 * @param annotation its annotation
	 * @throws IllegalStateException if there is none
	 */
	static NodeApplication of(Class<?> testClass, ClusterTest annotation) {
		Bootstrapper bootstrapper = new Bootstrapper(annotation);
		bootstrapper
			.setBootstrapContext(new DefaultBootstrapContext(testClass, new DefaultCacheAwareContextLoaderDelegate()));
		return new NodeApplication(bootstrapper.buildMergedContextConfiguration());
	}

	/**
	 * Start the application once more.
	 * @param node prepares its context
	 * @return the context
	 */
	ConfigurableApplicationContext run(ApplicationContextInitializer<ConfigurableApplicationContext> node) {
		SpringApplication application = new SpringApplication(this.configuration.getClasses());
		application.setMainApplicationClass(this.configuration.getTestClass());
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.setAdditionalProfiles(this.configuration.getActiveProfiles());
		application.addListeners(new PropertiesOfTheTest());
		application.addInitializers((ConfigurableApplicationContext context) -> {
			this.configuration.getContextInitializerClasses()
				.forEach((initializer) -> initialize(BeanUtils.instantiateClass(initializer), context));
			for (ContextCustomizer customizer : this.configuration.getContextCustomizers()) {
				customizer.customizeContext(context, this.configuration);
			}
			node.initialize(context);
		});
		return application.run();
	}

	@SuppressWarnings("unchecked")
	private static void initialize(ApplicationContextInitializer<?> initializer,
			ConfigurableApplicationContext context) {
		((ApplicationContextInitializer<ConfigurableApplicationContext>) initializer).initialize(context);
	}

	/**
	 * Takes classes and properties from {@link ClusterTest @ClusterTest}.
	 */
	private static final class Bootstrapper extends SpringBootTestContextBootstrapper {

		private final ClusterTest annotation;

		private Bootstrapper(ClusterTest annotation) {
			this.annotation = annotation;
		}

		@Override
		protected Class<?>[] getClasses(Class<?> testClass) {
			return this.annotation.classes();
		}

		@Override
		protected String[] getProperties(Class<?> testClass) {
			return this.annotation.properties();
		}

	}

	/**
	 * Sets the properties of the test before the application's files are read, which may
	 * depend on them.
	 */
	private final class PropertiesOfTheTest
			implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			ConfigurableEnvironment environment = event.getEnvironment();
			MergedContextConfiguration test = NodeApplication.this.configuration;
			TestPropertySourceUtils.addPropertySourcesToEnvironment(environment, new DefaultResourceLoader(),
					test.getPropertySourceDescriptors());
			TestPropertySourceUtils.addInlinedPropertiesToEnvironment(environment, test.getPropertySourceProperties());
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}

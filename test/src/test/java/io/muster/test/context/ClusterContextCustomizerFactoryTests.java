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

package io.muster.test.context;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterContextCustomizerFactory}.
 */
class ClusterContextCustomizerFactoryTests {

	private final ClusterContextCustomizerFactory factory = new ClusterContextCustomizerFactory();

	@Test
	void testsThatDifferInNothingShareAContext() {
		assertThat(customizer(Plain.class)).isEqualTo(customizer(OtherPlain.class))
			.hasSameHashCodeAs(customizer(OtherPlain.class))
			.isNotEqualTo(customizer(Annotated.class));
		assertThat(customizer(Annotated.class)).isEqualTo(customizer(Inheriting.class))
			.isEqualTo(customizer(Annotated.Inner.class))
			.isEqualTo(customizer(MetaAnnotated.class));
	}

	@Test
	void switchesMusterOff() {
		assertThat(enabled(Plain.class, null)).isEqualTo("false");
	}

	@Test
	void leavesItToTheAnnotation() {
		assertThat(enabled(Annotated.class, null)).isEqualTo("true");
	}

	@Test
	void propertyOfTheTestTakesPrecedence() {
		assertThat(enabled(Plain.class, "true")).isEqualTo("true");
		assertThat(enabled(Annotated.class, "false")).isEqualTo("false");
	}

	private ContextCustomizer customizer(Class<?> testClass) {
		return this.factory.createContextCustomizer(testClass, List.of());
	}

	/**
	 * Return whether Muster is enabled where the application enables it.
	 */
	private String enabled(Class<?> testClass, String valueOfTheTest) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("application.yml", Map.of("muster.enabled", "yes")));
			if (valueOfTheTest != null) {
				context.getEnvironment()
					.getPropertySources()
					.addFirst(new MapPropertySource("test", Map.of("muster.enabled", valueOfTheTest)));
			}
			customizer(testClass).customizeContext(context,
					new MergedContextConfiguration(testClass, null, null, null, null));
			return context.getEnvironment().getProperty("muster.enabled");
		}
	}

	static class Plain {

	}

	static class OtherPlain {

	}

	@AutoConfigureCluster
	static class Annotated {

		class Inner {

		}

	}

	static class Inheriting extends Annotated {

	}

	@RealCluster
	static class MetaAnnotated {

	}

	@AutoConfigureCluster
	@Retention(RetentionPolicy.RUNTIME)
	@interface RealCluster {

	}

}

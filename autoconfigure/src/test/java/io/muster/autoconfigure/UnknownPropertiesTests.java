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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnknownProperties} and {@link KnownProperty}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			muster.cluster.seednodez                      | muster.cluster.seed-nodes
			muster.cluster.prot                           | muster.cluster.port
			muster.bootstrap.newClusterEnabld             | muster.bootstrap.new-cluster-enabled
			muster.bootstrap.contact-point.probe-intervall | muster.bootstrap.contact-point.probe-interval
			""")
	void aMisspeltSystemPropertyStopsTheApplication(String property, String meant) {
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(() -> check(Map.of(property, "x"), Map.of()))
			.satisfies((failure) -> {
				assertThat(failure.analysis().getDescription()).contains("'" + property + "'");
				assertThat(failure.analysis().getAction()).contains("Did you mean '" + meant + "'?", "-D" + property);
			});
	}

	@Test
	void aSystemPropertyThatIsLikeNoneStopsTheApplicationWithoutAdvice() {
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(() -> check(Map.of("muster.xyz", "x"), Map.of()))
			.satisfies((failure) -> assertThat(failure.analysis().getAction()).doesNotContain("Did you mean"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					MUSTER_BOOTSTRAP_NEWCLUSTERENABLD | MUSTER_BOOTSTRAP_NEWCLUSTERENABLED, which sets muster.bootstrap.new-cluster-enabled
					MUSTER_CLUSTER_SEEDNODE           | MUSTER_CLUSTER_SEEDNODES, which sets muster.cluster.seed-nodes
					muster.cluster.nam                | MUSTER_CLUSTER_NAME, which sets muster.cluster.name
					""")
	void aMisspeltEnvironmentVariableCausesAWarning(String variable, String meant, CapturedOutput output) {
		check(Map.of(), Map.of(variable, "x"));
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("The environment variable " + variable + " has no effect", "Did you mean " + meant + "?");
	}

	@ParameterizedTest
	@CsvSource({ "MUSTER_SERVICE_HOST,10.0.0.1", "MUSTER_SERVICE_PORT,8080", "MUSTER_SERVICE_PORT_HTTP,8080",
			"MUSTER_PORT,tcp://10.0.0.1:8080", "MUSTER_PORT_8080_TCP,tcp://10.0.0.1:8080",
			"MUSTER_PORT_8080_TCP_ADDR,10.0.0.1", "MUSTER_DEMO_SERVICE_HOST,10.0.0.1",
			"MUSTER_DEMO_PORT_53_UDP_PROTO,udp", "MUSTERED_CLUSTER_NAM,x", "PATH,/bin" })
	void variablesOfOthersCauseNoWarning(String variable, String value, CapturedOutput output) {
		check(Map.of(), Map.of(variable, value));
		assertThat(output).doesNotContain("WARN");
	}

	@ParameterizedTest
	@MethodSource
	void everyPropertyIsKnownInEveryFormThatSpringBootBinds(KnownProperty known, CapturedOutput output) {
		String name = known.name();
		String underscores = (known.type() != KnownProperty.Type.MAP) ? name : name.replace("-", "");
		List<String> variables = Stream
			.of(known.variable(), underscores.replaceAll("[-.]", "_").toUpperCase(Locale.ROOT),
					known.variable().toLowerCase(Locale.ROOT))
			.map((variable) -> variable + suffix(known, "_0", "_KEY"))
			.toList();
		for (String variable : variables) {
			assertThat(isBound(environment(variable), known)).as(variable).isTrue();
			check(Map.of(), Map.of(variable, "x"));
		}
		for (String property : List.of(name, name.replace('-', '_'), name.replace("-", ""),
				name.toUpperCase(Locale.ROOT))) {
			String element = property + suffix(known, "[0]", ".key");
			assertThat(isBound(new MapPropertySource("system", Map.of(element, "x")), known)).as(element).isTrue();
			check(Map.of(element, "x"), Map.of());
		}
		assertThat(output).doesNotContain("WARN");
	}

	static List<KnownProperty> everyPropertyIsKnownInEveryFormThatSpringBootBinds() {
		assertThat(KnownProperty.ALL).extracting(KnownProperty::name)
			.contains("muster.enabled", "muster.cluster.seed-nodes", "muster.pekko",
					"muster.bootstrap.contact-point-discovery.metadata", "muster.bootstrap.contact-point.base-path");
		return KnownProperty.ALL;
	}

	@ParameterizedTest
	@ValueSource(strings = { "MUSTER_BOOTSTRAP_CONTACTPOINTDISCOVERY_SERVICE_NAME",
			"MUSTER_BOOTSTRAP_CONTACT_POINT_DISCOVERY_SERVICENAME" })
	void aVariableWithSomeOfItsDashesAsUnderscoresIsNotBoundAndCausesAWarning(String variable, CapturedOutput output) {
		KnownProperty known = KnownProperty.nearest(variable);
		assertThat(known).extracting(KnownProperty::name)
			.isEqualTo("muster.bootstrap.contact-point-discovery.service-name");
		assertThat(isBound(environment(variable), known)).isFalse();
		check(Map.of(), Map.of(variable, "x"));
		assertThat(output).contains("WARN", "Did you mean MUSTER_BOOTSTRAP_CONTACTPOINTDISCOVERY_SERVICENAME");
	}

	@Test
	void aVariableForAnElementOfAMapWithDashesAsUnderscoresIsNotBoundAndCausesAWarning(CapturedOutput output) {
		String variable = "MUSTER_BOOTSTRAP_CONTACT_POINT_DISCOVERY_METADATA_ZONE";
		assertThat(isBound(environment(variable), KnownProperty.nearest(variable))).isFalse();
		check(Map.of(), Map.of(variable, "x"));
		assertThat(output).contains("WARN", "Did you mean MUSTER_BOOTSTRAP_CONTACTPOINTDISCOVERY_METADATA,");
	}

	private static String suffix(KnownProperty known, String index, String key) {
		return switch (known.type()) {
			case VALUE -> "";
			case LIST -> index;
			case MAP -> key;
		};
	}

	private static PropertySource<?> environment(String variable) {
		return new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				Map.of(variable, "x"));
	}

	private static boolean isBound(PropertySource<?> source, KnownProperty known) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((each) -> environment.getPropertySources().remove(each.getName()));
		environment.getPropertySources().addFirst(source);
		Bindable<?> target = switch (known.type()) {
			case VALUE -> Bindable.of(String.class);
			case LIST -> Bindable.listOf(String.class);
			case MAP -> Bindable.mapOf(String.class, Object.class);
		};
		return Binder.get(environment).bind(known.name(), target).isBound();
	}

	private static void check(Map<String, Object> system, Map<String, Object> variables) {
		UnknownProperties.check(new StandardEnvironment() {

			@Override
			public Map<String, Object> getSystemProperties() {
				return system;
			}

			@Override
			public Map<String, Object> getSystemEnvironment() {
				return variables;
			}

		});
	}

}

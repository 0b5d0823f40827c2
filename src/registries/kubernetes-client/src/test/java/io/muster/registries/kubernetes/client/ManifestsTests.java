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

package io.muster.registries.kubernetes.client;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.util.ModelMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that the manifests conform to the schema of Kubernetes, from which the models of
 * the official client are generated.
 */
@Tag("system")
class ManifestsTests {

	private static final Path MANIFESTS = Path.of("..", "..", "k8s");

	static List<Path> manifests() throws IOException {
		try (Stream<Path> files = Files.walk(MANIFESTS)) {
			return files.filter((file) -> file.toString().endsWith(".yaml")).sorted().toList();
		}
	}

	@Test
	void allManifestsAreFound() throws IOException {
		assertThat(manifests()).map((file) -> MANIFESTS.relativize(file).toString())
			.containsExactly("deployment.yaml", "discovery-client/configmap.yaml", "discovery-client/rbac.yaml",
					"dns/configmap.yaml", "pod-disruption-budget.yaml", "service.yaml");
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void manifestIsWhatTheSchemaSays(Path manifest) throws Exception {
		for (JsonObject document : documents(Files.readString(manifest))) {
			validate(document);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			deployment.yaml            | replicas: 3                    | relicas: 3
			deployment.yaml            | replicas: 3                    | replicas: three
			deployment.yaml            | replicas: 3                    | replicas: '3'
			deployment.yaml            | terminationGracePeriodSeconds: | terminationGracePeriod:
			deployment.yaml            | containerPort: 8080            | containerPrt: 8080
			deployment.yaml            | containerPort: 8080            | containerPort: http
			deployment.yaml            | httpGet:                       | http:
			deployment.yaml            | fieldPath:                     | path:
			deployment.yaml            | memory: 1Gi                    | memory: much
			deployment.yaml            | kind: Deployment               | kind: Deploiment
			deployment.yaml            | apps/v1                        | apps/v1beta1
			service.yaml               | publishNotReadyAddresses:      | publishNotReadyAddress:
			service.yaml               | publishNotReadyAddresses: true | publishNotReadyAddresses: 'true'
			pod-disruption-budget.yaml | maxUnavailable:                | maxUnavailble:
			discovery-client/rbac.yaml | verbs: [get, list, watch]      | verbs: get
			discovery-client/rbac.yaml | roleRef:                       | roleReference:
			dns/configmap.yaml         | data:                          | dataa:
			""")
	void whatIsMisspeltOrOfAWrongTypeIsFound(Path manifest, String text, String broken) throws IOException {
		String original = Files.readString(MANIFESTS.resolve(manifest));
		assertThat(original).contains(text);
		assertThatException().isThrownBy(() -> {
			for (JsonObject document : documents(original.replace(text, broken))) {
				validate(document);
			}
		});
	}

	private static List<JsonObject> documents(String manifest) {
		List<JsonObject> documents = new ArrayList<>();
		new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(manifest)
			.forEach((document) -> documents.add(JSON.getGson().toJsonTree(document).getAsJsonObject()));
		return documents;
	}

	/**
	 * Read a manifest and compare it with what the model writes. The models reject
	 * missing and unknown fields. Values that they read leniently, such as a number in
	 * quotes, are written differently.
	 */
	private static void validate(JsonObject document) throws Exception {
		Class<?> type = ModelMapper.getApiTypeClass(document.get("apiVersion").getAsString(),
				document.get("kind").getAsString());
		Assert.notNull(type, () -> "Kubernetes has no " + document.get("kind"));
		try {
			type.getMethod("validateJsonElement", JsonElement.class).invoke(null, document);
		}
		catch (InvocationTargetException ex) {
			throw (Exception) ex.getCause();
		}
		Object model = JSON.getGson().fromJson(document, type);
		JsonElement written = JsonParser.parseString(JSON.serialize(model));
		Assert.isTrue(contains(written, document), () -> "Read as %s, but is %s".formatted(written, document));
	}

	/**
	 * Return whether everything that was read was written unchanged. Empty values may be
	 * added.
	 */
	private static boolean contains(JsonElement written, JsonElement read) {
		if (read.isJsonObject() && written != null && written.isJsonObject()) {
			return read.getAsJsonObject()
				.asMap()
				.entrySet()
				.stream()
				.allMatch((field) -> contains(written.getAsJsonObject().get(field.getKey()), field.getValue()));
		}
		if (read.isJsonArray() && written != null && written.isJsonArray()) {
			List<JsonElement> elements = written.getAsJsonArray().asList();
			return elements.size() == read.getAsJsonArray().size() && IntStream.range(0, elements.size())
				.allMatch((i) -> contains(elements.get(i), read.getAsJsonArray().get(i)));
		}
		return read.equals(written);
	}

}

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

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * A clustered service whose replicas are found through the API of Kubernetes.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class OfficialClientApplication {

	/**
	 * Start the service.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(OfficialClientApplication.class, args);
	}

	/**
	 * Create the client for a configured URL. The client finds the API by itself in a
	 * Pod, but has no property for the URL outside of one.
	 */
	@Bean
	ApiClient apiClient(@Value("${kubernetes.api}") String url) {
		return new ClientBuilder().setBasePath(url).build();
	}

}

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

package io.muster.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import de.codecentric.boot.admin.server.config.EnableAdminServer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server of Spring Boot Admin, in this JVM, with Muster's views on its class path.
 */
final class AdminServer implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final ServletWebServerApplicationContext context;

	AdminServer() {
		this.context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
			.properties("server.address=127.0.0.1", "server.port=0", "spring.main.banner-mode=off",
					"spring.boot.admin.monitor.status-interval=5s", "spring.boot.admin.monitor.status-lifetime=5s")
			.run();
	}

	String url() {
		return "http://127.0.0.1:" + this.context.getWebServer().getPort();
	}

	/**
	 * Register an instance, as its client does.
	 * @param application the name of the application
	 * @param instance where the instance is
	 * @return the id that the server has given to it
	 */
	String register(String application, String instance) {
		String body = """
				{"name":"%1$s","serviceUrl":"%2$s","managementUrl":"%2$s/actuator","healthUrl":"%2$s/actuator/health"}"""
			.formatted(application, instance);
		HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/instances"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
		try {
			var response = HTTP.send(request, BodyHandlers.ofString());
			assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
			return response.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application, as its users write it.
	 */
	@EnableAutoConfiguration
	@EnableAdminServer
	static class Application {

	}

}

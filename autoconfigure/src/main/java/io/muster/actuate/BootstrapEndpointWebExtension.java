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

package io.muster.actuate;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of {@link BootstrapEndpoint}: tables
 * for requests that accept text.
 */
@EndpointWebExtension(endpoint = BootstrapEndpoint.class)
public final class BootstrapEndpointWebExtension {

	private final BootstrapEndpoint endpoint;

	public BootstrapEndpointWebExtension(BootstrapEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Return the present state of bootstrap as tables.
	 * @return the tables
	 */
	@ReadOperation(produces = TextAnswer.PRODUCES)
	public WebEndpointResponse<String> text() {
		return TextAnswer.of(BootstrapText.of(this.endpoint.bootstrap().report()));
	}

}

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

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.util.StringUtils;

import io.muster.bootstrap.SelfContactPointSource;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.web.LocalServer;

/**
 * {@link SelfContactPointSource} for the application's web server and its registration.
 */
final class LocalContactPoint implements SelfContactPointSource {

	private final LocalServer server;

	private final ObjectProvider<Registration> registrations;

	LocalContactPoint(LocalServer server, ObjectProvider<Registration> registrations) {
		this.server = server;
		this.registrations = registrations;
	}

	@Override
	public @Nullable ContactPoint local() {
		return this.server.contactPoint();
	}

	@Override
	public Set<ContactPoint> aliases() {
		Set<ContactPoint> aliases = new LinkedHashSet<>(this.server.aliases());
		this.registrations.stream()
			.filter((registration) -> registration.getPort() > 0 && StringUtils.hasText(registration.getHost()))
			.forEach((registration) -> aliases.add(ContactPoint.of(registration.getHost(), registration.getPort())));
		return aliases;
	}

}

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

package io.muster.contactpoint;

import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Parses the contact points that operators name. Parts that the text lacks are those of
 * this node, because all nodes run the same application.
 *
 * @param scheme supplies the scheme for texts without one, {@code http} or {@code https}
 * @param port supplies the port for texts without one
 * @param path the path for texts without one
 * @see ContactPointAddress
 */
public record ContactPointParser(Supplier<String> scheme, IntSupplier port, String path) {

	private static final int MAX_LENGTH = 500;

	/**
	 * Parse an address.
	 * @param text the text
	 * @return the contact point
	 * @throws IllegalArgumentException if the text is not an address. The message is for
	 * an operator
	 */
	public ContactPoint parse(String text) {
		Assert.isTrue(text.length() <= MAX_LENGTH,
				() -> "'%s...' is longer than %d characters".formatted(text.substring(0, 40), MAX_LENGTH));
		try {
			ContactPointAddress address = ContactPointAddress.parse(text);
			return new ContactPoint(Objects.requireNonNullElseGet(address.scheme(), this.scheme), address.host(),
					(address.port() > 0) ? address.port() : this.port.getAsInt(), path(address.path()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'%s' is not an address: %s. %s".formatted(text, ex.getMessage(), ContactPointAddress.EXPECTED),
					ex);
		}
	}

	/**
	 * Return the path of the contact point. The text may be the whole URL, from which the
	 * path of the seed nodes is removed.
	 */
	private String path(@Nullable String path) {
		String before = (path != null && path.endsWith(SeedNodes.PATH))
				? path.substring(0, path.length() - SeedNodes.PATH.length()) : path;
		return StringUtils.hasLength(before) ? before : this.path;
	}

}

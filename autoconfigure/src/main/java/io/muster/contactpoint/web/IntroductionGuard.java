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

package io.muster.contactpoint.web;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.IpLiteral;

/**
 * Decides which introductions are believed. A prober introduces itself by naming its own
 * contact point, so that whoever is named by others, but names nobody itself, finds them
 * nevertheless. An introduced contact point is probed, and counts, like one that
 * discovery lists; nothing else is done because of it.
 * <p>
 * No registry vouches for the prober, so that a stranger must not be able to turn this
 * node to somebody else. An introduction is believed
 * <ul>
 * <li>from a prober in a private network that names the very address which its request
 * came from. In place of a host name, that address is taken: names are not resolved. The
 * path must be that of this node, the same application;</li>
 * <li>on the loopback interface, where one machine's processes may listen at one loopback
 * address and connect from another.</li>
 * </ul>
 * This trusts who reaches the application's port from within the private network, as the
 * engine's port does. Where the web server takes the remote address from a forwarding
 * header, whoever may set that header is trusted likewise. That a prober is authenticated
 * is not enough to believe more: it may be any user of the application. Nodes that
 * address translation hides from each other have to be named by hand.
 */
public final class IntroductionGuard {

	/**
	 * Believes nobody.
	 */
	public static final IntroductionGuard NOBODY = new IntroductionGuard(false, "", (contactPoint) -> {
	});

	private static final int MAX_LENGTH = 500;

	private static final int MAX_STRANGERS = 10;

	private static final Log logger = LogFactory.getLog(IntroductionGuard.class);

	private final Set<String> strangers = ConcurrentHashMap.newKeySet();

	private final boolean open;

	private final String path;

	private final Consumer<ContactPoint> introduced;

	/**
	 * Create a guard.
	 * @param open whether to believe anybody at all
	 * @param path path of this node's contact point
	 * @param introduced is told whom to probe
	 */
	public IntroductionGuard(boolean open, String path, Consumer<ContactPoint> introduced) {
		this.open = open;
		this.path = path;
		this.introduced = introduced;
	}

	/**
	 * Take a probe that may introduce its prober.
	 * @param header the header of the probe or {@code null}
	 * @param remoteAddress the IP address that the probe came from, {@code null} if
	 * unknown
	 */
	void probedBy(@Nullable String header, @Nullable String remoteAddress) {
		InetAddress remote = this.open ? address(remoteAddress) : null;
		if (remote != null && IpLiteral.isPrivate(remote) && header != null && header.length() <= MAX_LENGTH) {
			ContactPoint.tryParse(header)
				.filter((named) -> named.scheme().equals("http") || named.scheme().equals("https"))
				.filter((named) -> named.path().equals(this.path))
				.ifPresent((named) -> believed(named, remote).ifPresentOrElse(this.introduced,
						() -> reportStranger(named, remote.getHostAddress())));
		}
	}

	/**
	 * Say once that a prober is not believed: it may be one that address translation
	 * hides, or that has several addresses.
	 */
	private void reportStranger(ContactPoint named, String remoteAddress) {
		if (this.strangers.size() < MAX_STRANGERS && this.strangers.add(remoteAddress)) {
			logger.info("%s introduced itself as %s, which is not where it probes from, and is not believed. If it is "
				.formatted(remoteAddress, named)
					+ "a node, name it in muster.bootstrap.contact-point-discovery.contact-points");
		}
	}

	private static Optional<ContactPoint> believed(ContactPoint named, InetAddress remote) {
		InetAddress address = IpLiteral.parse(named.host());
		if (address == null) {
			return Optional.of(new ContactPoint(named.scheme(), remote.getHostAddress(), named.port(), named.path()));
		}
		boolean local = address.isLoopbackAddress() && remote.isLoopbackAddress();
		return (local || address.equals(remote)) ? Optional.of(named) : Optional.empty();
	}

	private static @Nullable InetAddress address(@Nullable String remoteAddress) {
		if (remoteAddress == null) {
			return null;
		}
		try {
			return IpLiteral.parse(remoteAddress.replaceFirst("%.*", ""));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}

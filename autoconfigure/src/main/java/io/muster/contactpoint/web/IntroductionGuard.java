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
 * contact point, so that a node that no other node is configured with is found as well.
 * An introduced contact point is probed, and counts, like one that discovery finds. An
 * introduction has no other effect.
 * <p>
 * No registry vouches for the prober, so a stranger must not be able to direct this node
 * to a third party. An introduction is believed
 * <ul>
 * <li>from a prober in a private network that names the address which its request comes
 * from. If it names a host, that address takes the place of the host name: names are not
 * resolved. The path must be that of this node, which runs the same application;</li>
 * <li>on the loopback interface, where processes of one machine may listen at one
 * loopback address and connect from another.</li>
 * </ul>
 * This trusts all senders in the private network that reach the application's port, as
 * the engine's port does. If the web server takes the remote address from a forwarding
 * header, all senders that may set that header are trusted as well. A prober with a login
 * is not trusted more, because it may be any user of the application. Nodes that do not
 * see each other's addresses, because of address translation, have to be configured with
 * each other's contact points.
 */
public final class IntroductionGuard {

	private static final int MAX_LENGTH = 500;

	private static final int MAX_REPORTS = 10;

	private static final Log logger = LogFactory.getLog(IntroductionGuard.class);

	private final Set<InetAddress> reported = ConcurrentHashMap.newKeySet();

	private final boolean enabled;

	private final String path;

	private final Consumer<ContactPoint> listener;

	/**
	 * Create a guard.
	 * @param enabled whether any introduction may be believed
	 * @param path path of this node's contact point
	 * @param listener takes the contact points to probe; must not block
	 */
	public IntroductionGuard(boolean enabled, String path, Consumer<ContactPoint> listener) {
		this.enabled = enabled;
		this.path = path;
		this.listener = listener;
	}

	/**
	 * Take an introduction if it is believed.
	 * @param contactPoint the contact point as the prober wrote it, {@code null} if it
	 * does not introduce itself
	 * @param prober the address that the probe comes from, {@code null} if unknown
	 */
	void accept(@Nullable String contactPoint, @Nullable InetAddress prober) {
		if (this.enabled && contactPoint != null && contactPoint.length() <= MAX_LENGTH && prober != null
				&& IpLiteral.isPrivate(prober)) {
			ContactPoint.tryParse(contactPoint)
				.filter((named) -> named.scheme().equals("http") || named.scheme().equals("https"))
				.filter((named) -> named.path().equals(this.path))
				.ifPresent((named) -> believed(named, prober).ifPresentOrElse(this.listener,
						() -> reportUnbelieved(named, prober)));
		}
	}

	/**
	 * Take an introduction of a node that has the token of the cluster, wherever its
	 * request comes from.
	 * @param contactPoint the contact point as the prober wrote it, {@code null} if it
	 * does not introduce itself
	 */
	void acceptOfNode(@Nullable String contactPoint) {
		if (this.enabled && contactPoint != null && contactPoint.length() <= MAX_LENGTH) {
			ContactPoint.tryParse(contactPoint)
				.filter((named) -> named.scheme().equals("http") || named.scheme().equals("https"))
				.filter((named) -> named.path().equals(this.path))
				.ifPresent(this.listener);
		}
	}

	/**
	 * Log once that a prober is not believed: it may be a node behind address
	 * translation, or one with several addresses.
	 */
	private void reportUnbelieved(ContactPoint named, InetAddress prober) {
		if (this.reported.size() < MAX_REPORTS && this.reported.add(prober)) {
			logger.info("%s introduced itself as %s, which is not where it probes from, and is not believed. If it is "
				.formatted(prober.getHostAddress(), named)
					+ "a node, name it in muster.bootstrap.contact-point-discovery.contact-points");
		}
	}

	private static Optional<ContactPoint> believed(ContactPoint named, InetAddress prober) {
		InetAddress address = IpLiteral.parse(named.host());
		if (address == null) {
			return Optional.of(named.withHost(prober.getHostAddress()));
		}
		boolean local = address.isLoopbackAddress() && prober.isLoopbackAddress();
		return (local || address.equals(prober)) ? Optional.of(named) : Optional.empty();
	}

}

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
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * Takes invitations: an operator told another node that both are to be in one cluster,
 * and it is this node that has to join.
 * <p>
 * Who may invite could lead this node into a cluster of his own, so that only two may: a
 * prober that is authenticated, and a process on this machine that invites to this
 * machine. It is not enough that the prober has a loopback address, because behind a
 * proxy on this machine everybody has.
 */
public final class Invitations {

	private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

	private static final String IPV6_LOOPBACK = "0:0:0:0:0:0:0:1";

	private final Consumer<ContactPoint> invited;

	/**
	 * Create them.
	 * @param invited is told through which contact point to join; must not block
	 */
	public Invitations(Consumer<ContactPoint> invited) {
		this.invited = invited;
	}

	/**
	 * Take an invitation.
	 * @param contactPoint where to join, as the invitation names it
	 * @param remote the address of who sends it, {@code null} if it is unknown
	 * @param authenticated whether that one is authenticated
	 * @return whether it may invite this node
	 */
	boolean accept(String contactPoint, @Nullable InetAddress remote, boolean authenticated) {
		Optional<ContactPoint> target = ContactPoint.tryParse(contactPoint);
		if (target.isEmpty() || !(authenticated || (isLoopback(remote) && isLoopback(target.get())))) {
			return false;
		}
		this.invited.accept(target.get());
		return true;
	}

	private static boolean isLoopback(@Nullable InetAddress address) {
		return address != null && address.isLoopbackAddress();
	}

	private static boolean isLoopback(ContactPoint contactPoint) {
		String host = contactPoint.host();
		return host.equals("localhost") || host.equals(IPV6_LOOPBACK) || IPV4_LOOPBACK.matcher(host).matches();
	}

}

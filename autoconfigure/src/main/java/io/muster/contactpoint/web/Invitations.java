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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * Decides which invitations are taken. An operator wants this node and another one in one
 * cluster, and the other one invites this node to join.
 * <p>
 * An invitation could lead this node into a foreign cluster. So it is taken only from a
 * node that signs it with the token, or from a process on this machine that invites to
 * this machine. A loopback address of the sender alone is not enough: behind a proxy on
 * this machine, every request has one. A login of the application is not enough either,
 * because any of its users has one.
 */
public final class Invitations {

	private final Consumer<ContactPoint> listener;

	/**
	 * Create a guard.
	 * @param listener takes the contact point to join through; must not block
	 */
	public Invitations(Consumer<ContactPoint> listener) {
		this.listener = listener;
	}

	/**
	 * Take an invitation if it is permitted.
	 * @param target the contact point to join through
	 * @param sender the address that the invitation comes from, {@code null} if unknown
	 * @param signed whether a node signed it with the token
	 * @return whether the invitation is taken
	 */
	boolean accept(ContactPoint target, @Nullable InetAddress sender, boolean signed) {
		boolean local = sender != null && sender.isLoopbackAddress() && target.isLoopback();
		if (!signed && !local) {
			return false;
		}
		this.listener.accept(target);
		return true;
	}

}

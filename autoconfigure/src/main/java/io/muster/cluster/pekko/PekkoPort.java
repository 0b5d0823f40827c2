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

package io.muster.cluster.pekko;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;

import com.typesafe.config.Config;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.log.LogMessage;

/**
 * The address and port on which the engine listens.
 *
 * @param host the host name or address
 * @param port the port, {@code 0} for any free one
 * @param hostProperty the property that sets the host
 * @param portProperty the property that sets the port
 */
record PekkoPort(String host, int port, String hostProperty, String portProperty) {

	private static final Log logger = LogFactory.getLog(PekkoPort.class);

	static PekkoPort of(PekkoSettings settings) {
		String bindHost = settings.bindHost();
		Integer bindPort = settings.bindPort();
		return new PekkoPort((bindHost != null) ? bindHost : settings.host(),
				(bindPort != null) ? bindPort : settings.port(),
				(bindHost != null) ? "muster.cluster.bind-host" : "muster.cluster.host",
				(bindPort != null) ? "muster.cluster.bind-port" : "muster.cluster.port");
	}

	/**
	 * Check that the port can be bound now.
	 * @throws FailureAnalyzedException if it cannot
	 */
	void verify() {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(address());
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	InetSocketAddress address() {
		return new InetSocketAddress(this.host, this.port);
	}

	/**
	 * Explain why the port cannot be bound.
	 * @param cause the failure
	 * @return the exception to throw
	 */
	FailureAnalyzedException failure(Exception cause) {
		if (!isLocal()) {
			return new FailureAnalyzedException(
					"The cluster engine cannot listen on '%s' ('%s'): it is not an address of this machine."
						.formatted(this.host, this.hostProperty),
					("Correct '%s'. If other nodes reach this machine at another address than its own (NAT, containers), "
							+ "set 'muster.cluster.bind-host' to an address of this machine, for example 0.0.0.0.")
						.formatted(this.hostProperty),
					cause);
		}
		return new FailureAnalyzedException(
				"The cluster engine cannot listen on %s:%d ('%s'): %s".formatted(this.host, this.port,
						this.portProperty, cause.getMessage()),
				"Stop the process that listens there, or set '%s' to another port. 0 takes any free port, which suits "
					.formatted(this.portProperty) + "several nodes on one machine.",
				cause);
	}

	/**
	 * Warn of a port that the whole internet may reach, where the engine does not know
	 * who connects.
	 */
	void warnIfPublic(String cluster, Config config) {
		if (!config.getString("pekko.remote.artery.transport").equals("tls-tcp") && isPublic()) {
			logger.warn(LogMessage
				.format("Cluster '%s': the engine listens on %s ('%s'), which may be reached from the internet, and "
						+ "does not know who connects: whoever reaches its port can join and remove members. Use an "
						+ "address of a private network, a firewall, or TLS", cluster, this.host, this.hostProperty));
		}
	}

	private boolean isPublic() {
		try {
			InetAddress address = InetAddress.getByName(this.host);
			return address.isAnyLocalAddress() ? NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.anyMatch(PekkoPort::isPublic) : isPublic(address);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return whether an address is of no private network: neither RFC 1918, RFC 4193, RFC
	 * 6598, link-local nor loopback.
	 */
	static boolean isPublic(InetAddress address) {
		byte[] bytes = address.getAddress();
		boolean unique = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
		boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
		return !unique && !shared && !address.isLoopbackAddress() && !address.isSiteLocalAddress()
				&& !address.isLinkLocalAddress() && !address.isAnyLocalAddress();
	}

	private boolean isLocal() {
		try {
			InetAddress address = InetAddress.getByName(this.host);
			return address.isAnyLocalAddress() || address.isLoopbackAddress()
					|| NetworkInterface.getByInetAddress(address) != null;
		}
		catch (IOException ex) {
			return false;
		}
	}

}

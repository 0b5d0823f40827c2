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

package io.muster.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds free ports, and none of them twice. They are below the ephemeral ports of
 * outgoing connections, so that the port of a node is still free when the node is started
 * again.
 */
public final class Ports {

	private static final int FIRST = 20000;

	private static final int LAST = 32000;

	private static final Set<Integer> taken = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	/**
	 * Find free ports.
	 * @param count the number of ports
	 * @return the ports, in ascending order
	 */
	public static List<Integer> find(int count) {
		return IntStream.range(0, count).mapToObj((index) -> find()).sorted().toList();
	}

	/**
	 * Find a free port.
	 * @return the port
	 */
	public static int find() {
		return ThreadLocalRandom.current()
			.ints(FIRST, LAST)
			.filter(Ports::isFree)
			.filter(taken::add)
			.findFirst()
			.orElseThrow();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(ClusterNode.HOST))) {
			return socket.isBound();
		}
		catch (BindException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

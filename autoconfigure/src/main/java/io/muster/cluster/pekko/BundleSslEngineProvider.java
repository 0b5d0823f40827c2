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

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

import io.muster.security.NodeTls;

/**
 * {@link SSLEngineProvider} with the certificates of an SSL bundle. Both sides of a
 * connection need a certificate. Their names are checked in the handshake.
 */
final class BundleSslEngineProvider implements SSLEngineProvider {

	private final NodeTls tls;

	BundleSslEngineProvider(NodeTls tls) {
		this.tls = tls;
	}

	@Override
	public SSLEngine createServerSSLEngine(String hostname, int port) {
		return this.tls.accepting();
	}

	@Override
	public SSLEngine createClientSSLEngine(String hostname, int port) {
		return this.tls.connecting(hostname, port);
	}

	@Override
	public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
		return Option.empty();
	}

	@Override
	public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
		return Option.empty();
	}

}

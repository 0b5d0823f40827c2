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

package io.muster.contactpoint.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;

/**
 * A DNS server. An answer such as SERVFAIL or REFUSED is a failure, so that the next
 * server is asked, as the resolver of the operating system does.
 */
final class DnsServer extends SimpleResolver {

	private final Duration timeout;

	/**
	 * Create a server.
	 * @param address the address and port
	 * @param timeout how long an answer may take
	 */
	DnsServer(InetSocketAddress address, Duration timeout) {
		super(address);
		this.timeout = timeout;
		setTimeout(timeout);
	}

	@Override
	public CompletionStage<Message> sendAsync(Message query, Executor executor) {
		return super.sendAsync(query, executor).handle((answer, failure) -> {
			String reason = (failure != null) ? describe(failure) : refusal(answer);
			if (reason != null) {
				throw new CompletionException(new IOException(
						"%s %s for %s".formatted(this, reason, query.getQuestion().getName().toString(true))));
			}
			return answer;
		});
	}

	private static @Nullable String refusal(Message answer) {
		int code = answer.getRcode();
		return (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) ? null : "answered " + Rcode.string(code);
	}

	private String describe(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof SocketTimeoutException) {
			return "gave no answer within %d ms".formatted(this.timeout.toMillis());
		}
		if (cause instanceof PortUnreachableException) {
			return "refused: no process listens there";
		}
		return "failed (%s)".formatted(cause);
	}

	@Override
	public String toString() {
		InetSocketAddress address = getAddress();
		return "DNS server %s port %d".formatted(address.getAddress().getHostAddress(), address.getPort());
	}

}

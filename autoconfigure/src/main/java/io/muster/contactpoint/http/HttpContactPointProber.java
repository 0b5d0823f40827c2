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

package io.muster.contactpoint.http;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterState;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.security.ClusterToken;
import io.muster.security.NodeTls;
import io.muster.security.RequestSigner;
import io.muster.security.RequestSigner.AnswerVerifier;
import io.muster.security.Signed;

/**
 * {@link ContactPointProber} over HTTP. It uses the asynchronous client of the JDK. With
 * a blocking client, a hundred contact points of a former deployment that never answer
 * would occupy a hundred threads or delay the other probes.
 */
public final class HttpContactPointProber implements ContactPointProber, AutoCloseable {

	/**
	 * The most bytes of an answer. One with a thousand contact points takes about 30 KiB.
	 */
	private static final int MAX_BODY = 64 * 1024;

	private final Duration requestTimeout;

	private final ProbeClient client;

	private final Supplier<ClusterState> state;

	private final Supplier<@Nullable ContactPoint> self;

	private final boolean introduces;

	private final boolean ofClient;

	private final @Nullable RequestSigner signer;

	private final BrokenHeads brokenHeads = new BrokenHeads();

	private volatile @Nullable ContactPoint known;

	/**
	 * Create a prober that does not introduce itself.
	 * @param requestTimeout how long a whole exchange may take
	 * @param state supplies the state of this node's engine, which probes announce
	 */
	public HttpContactPointProber(Duration requestTimeout, Supplier<ClusterState> state) {
		this(requestTimeout, state, () -> null, false, false);
	}

	/**
	 * Create a prober.
	 * @param requestTimeout how long a whole exchange may take
	 * @param state supplies the state of this node's engine, which probes announce
	 * @param self supplies this node's own contact point, called until it is known
	 * @param introduces whether probes introduce this node
	 * @param client whether this node is a client. It says who it is only if it has news
	 */
	public HttpContactPointProber(Duration requestTimeout, Supplier<ClusterState> state,
			Supplier<@Nullable ContactPoint> self, boolean introduces, boolean client) {
		this(requestTimeout, state, self, introduces, client, ClusterToken.NONE, null);
	}

	/**
	 * Create a prober.
	 * @param requestTimeout how long a whole exchange may take
	 * @param state supplies the state of this node's engine, which probes announce
	 * @param self supplies this node's own contact point, called until it is known
	 * @param introduces whether probes introduce this node
	 * @param client whether this node is a client. It says who it is only if it has news
	 * @param token what requests and answers are signed with
	 * @param tls how to talk to {@code https} contact points, {@code null} for the
	 * defaults of the Java runtime
	 */
	public HttpContactPointProber(Duration requestTimeout, Supplier<ClusterState> state,
			Supplier<@Nullable ContactPoint> self, boolean introduces, boolean client, ClusterToken token,
			@Nullable NodeTls tls) {
		this.signer = token.isPresent() ? new RequestSigner(token, SIGNED_HEADERS) : null;
		this.requestTimeout = requestTimeout;
		this.state = state;
		this.self = self;
		this.introduces = introduces;
		this.ofClient = client;
		this.client = new ProbeClient(requestTimeout, tls);
	}

	@Override
	public void prepare() {
		this.client.get();
	}

	@Override
	public CompletableFuture<ProbeResult> probe(ContactPoint contactPoint, @Nullable ContactPoint news) {
		return exchange(contactPoint, () -> {
			HttpRequest.Builder request = HttpRequest.newBuilder(contactPoint.seedNodesUri());
			ContactPoint self = self();
			if (news != null) {
				request.header(Announcement.HEADER, announcement(news, true));
			}
			else if (self != null && !this.ofClient) {
				request.header(Announcement.HEADER, announcement(self, false));
			}
			if (self != null && this.introduces) {
				request.header(CONTACT_POINT_HEADER, self.toString());
			}
			return request;
		}, ProbeResponseReader::read);
	}

	@Override
	public CompletableFuture<ProbeResult> invite(ContactPoint contactPoint, ContactPoint target) {
		return exchange(contactPoint,
				() -> HttpRequest.newBuilder(contactPoint.invitationUri())
					.POST(BodyPublishers.noBody())
					.header(INVITATION_HEADER, target.toString()),
				(response) -> ProbeResponseReader.readInvitation(response, target));
	}

	private CompletableFuture<ProbeResult> exchange(ContactPoint contactPoint, Supplier<HttpRequest.Builder> request,
			Function<HttpResponse<byte[]>, ProbeResult> reader) {
		Failed heldBack = this.brokenHeads.heldBack(contactPoint);
		if (heldBack != null) {
			return CompletableFuture.completedFuture(heldBack);
		}
		AtomicReference<@Nullable AnswerVerifier> verifier = new AtomicReference<>();
		CompletableFuture<HttpResponse<byte[]>> exchange = send(contactPoint, request, verifier);
		CompletableFuture<ProbeResult> result = exchange.thenApply((response) -> {
			this.brokenHeads.sound(contactPoint);
			return ProbeResponseReader.readSigned(response, verifier.get(), reader);
		}).exceptionally((failure) -> {
			Failed explained = RequestFailure.explain(contactPoint, failure, this.requestTimeout);
			this.brokenHeads.failed(contactPoint, failure, explained);
			return explained;
		});
		// The timeout of the request does not cover the body, which may come slowly or
		// never end.
		Executor later = CompletableFuture.delayedExecutor(this.requestTimeout.toMillis(), TimeUnit.MILLISECONDS,
				Runnable::run);
		later.execute(() -> {
			if (result.complete(RequestFailure.explain(contactPoint, new TimeoutException(), this.requestTimeout))) {
				exchange.cancel(true);
			}
		});
		return result;
	}

	private CompletableFuture<HttpResponse<byte[]>> send(ContactPoint contactPoint,
			Supplier<HttpRequest.Builder> builder, AtomicReference<@Nullable AnswerVerifier> verifier) {
		try {
			HttpRequest request = builder.get()
				.timeout(this.requestTimeout)
				.header("Accept", "application/json")
				.build();
			RequestSigner signer = this.signer;
			if (signer != null) {
				HttpRequest unsigned = request;
				RequestSigner.Signature signature = signer.sign(contactPoint.toString(), unsigned.method(),
						(name) -> unsigned.headers().firstValue(name).orElse(null));
				verifier.set(signature.answer());
				request = HttpRequest.newBuilder(unsigned, (name, value) -> true)
					.header(Signed.HEADER, signature.header())
					.build();
			}
			return this.client.get().sendAsync(request, new LimitedBodyHandler(MAX_BODY));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private String announcement(ContactPoint self, boolean news) {
		return Announcement.of(self, this.state.get(), news, this.ofClient).toString();
	}

	private @Nullable ContactPoint self() {
		ContactPoint self = this.known;
		if (self == null) {
			self = this.self.get();
			this.known = self;
		}
		return self;
	}

	@Override
	public void close() {
		this.client.close();
	}

}

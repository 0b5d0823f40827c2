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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/**
 * {@link BodyHandler} that reads a body up to a limit and closes the connection beyond
 * it, because any application may be at the address of a contact point. The body is
 * skipped if the status or the content type rule out a seed-nodes answer.
 * <p>
 * {@code BodyHandlers.limiting} of Java 25 will replace it.
 */
final class LimitedBodyHandler implements BodyHandler<byte[]> {

	private final int limit;

	LimitedBodyHandler(int limit) {
		this.limit = limit;
	}

	@Override
	public BodySubscriber<byte[]> apply(ResponseInfo response) {
		return new LimitedBodySubscriber(this.limit, ProbeResponseReader.isBodyWanted(response));
	}

	/**
	 * The body exceeds the limit.
	 */
	static final class BodyTooLongException extends IOException {

		BodyTooLongException(int limit) {
			super("answered more than %,d bytes".formatted(limit));
		}

	}

	private static final class LimitedBodySubscriber implements BodySubscriber<byte[]> {

		private final int limit;

		private final boolean wanted;

		private final CompletableFuture<byte[]> body = new CompletableFuture<>();

		private final ByteArrayOutputStream received = new ByteArrayOutputStream();

		private @Nullable Subscription subscription;

		LimitedBodySubscriber(int limit, boolean wanted) {
			this.limit = limit;
			this.wanted = wanted;
		}

		@Override
		public CompletionStage<byte[]> getBody() {
			return this.body;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			if (this.wanted) {
				subscription.request(Long.MAX_VALUE);
			}
			else {
				this.body.complete(new byte[0]);
				subscription.cancel();
			}
		}

		@Override
		public void onNext(List<ByteBuffer> buffers) {
			for (ByteBuffer buffer : buffers) {
				if (this.received.size() + buffer.remaining() > this.limit) {
					this.body.completeExceptionally(new BodyTooLongException(this.limit));
					if (this.subscription != null) {
						this.subscription.cancel();
					}
					return;
				}
				byte[] bytes = new byte[buffer.remaining()];
				buffer.get(bytes);
				this.received.writeBytes(bytes);
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.body.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.body.complete(this.received.toByteArray());
		}

	}

}

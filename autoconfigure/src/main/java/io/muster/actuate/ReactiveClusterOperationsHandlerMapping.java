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

package io.muster.actuate;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Write operations below the {@code cluster} endpoint on Spring WebFlux.
 *
 * @see ClusterOperationsHandlerMapping
 */
public final class ReactiveClusterOperationsHandlerMapping extends RequestMappingInfoHandlerMapping {

	private final @Nullable String path;

	private final ClusterOperationRequests requests;

	/**
	 * Create a mapping.
	 * @param path the path of the endpoint, {@code null} to map nothing
	 * @param requests who answers requests
	 */
	public ReactiveClusterOperationsHandlerMapping(@Nullable String path, ClusterOperationRequests requests) {
		this.path = path;
		this.requests = requests;
		setOrder(ClusterOperationsHandlerMapping.ORDER);
	}

	@Override
	protected void initHandlerMethods() {
		if (this.path == null) {
			return;
		}
		RequestMappingInfo.BuilderConfiguration configuration = new RequestMappingInfo.BuilderConfiguration();
		configuration.setPatternParser(getPathPatternParser());
		Method method = ReflectionUtils.findMethod(Handler.class, "handle", ServerWebExchange.class);
		for (String operation : ClusterOperationRequests.OPERATIONS) {
			RequestMappingInfo mapping = RequestMappingInfo.paths(this.path + "/" + operation)
				.methods(RequestMethod.POST)
				.options(configuration)
				.build();
			registerMapping(mapping, new Handler(operation, this.requests), Objects.requireNonNull(method));
		}
	}

	@Override
	protected boolean isHandler(Class<?> beanType) {
		return false;
	}

	@Override
	protected @Nullable RequestMappingInfo getMappingForMethod(Method method, Class<?> handlerType) {
		return null;
	}

	/**
	 * Answers one of the operations.
	 */
	private static final class Handler {

		private final String operation;

		private final ClusterOperationRequests requests;

		private Handler(String operation, ClusterOperationRequests requests) {
			this.operation = operation;
			this.requests = requests;
		}

		Mono<Void> handle(ServerWebExchange exchange) {
			String contentType = exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
			return body(exchange).publishOn(Schedulers.boundedElastic())
				.flatMap((body) -> Mono.fromFuture(this.requests.answer(this.operation, contentType, body)))
				.flatMap((answer) -> write(answer, exchange.getResponse()));
		}

		private static Mono<byte[]> body(ServerWebExchange exchange) {
			return DataBufferUtils.join(exchange.getRequest().getBody(), ClusterOperationRequests.MAX_BODY)
				.map(Handler::bytes)
				.defaultIfEmpty(new byte[0])
				.onErrorReturn(DataBufferLimitException.class, new byte[ClusterOperationRequests.MAX_BODY + 1]);
		}

		private static byte[] bytes(DataBuffer buffer) {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			return bytes;
		}

		private static Mono<Void> write(OperationAnswer answer, ServerHttpResponse response) {
			byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
			response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
			response.getHeaders().set(HttpHeaders.CONTENT_TYPE, answer.contentType());
			response.getHeaders().setContentLength(json.length);
			return response.writeWith(Mono.just(response.bufferFactory().wrap(json)));
		}

	}

}

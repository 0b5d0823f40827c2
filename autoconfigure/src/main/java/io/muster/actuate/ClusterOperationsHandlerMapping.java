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

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Write operations below the {@code cluster} endpoint on Spring Web MVC.
 */
public final class ClusterOperationsHandlerMapping extends RequestMappingInfoHandlerMapping {

	/**
	 * Before the endpoints' own mapping, where the same paths name members.
	 */
	static final int ORDER = -101;

	private final @Nullable String path;

	private final ClusterOperationRequests requests;

	/**
	 * Create a mapping.
	 * @param path the path of the endpoint, {@code null} to map nothing
	 * @param requests who answers requests
	 */
	public ClusterOperationsHandlerMapping(@Nullable String path, ClusterOperationRequests requests) {
		this.path = path;
		this.requests = requests;
		setOrder(ORDER);
	}

	@Override
	protected void initHandlerMethods() {
		if (this.path == null) {
			return;
		}
		RequestMappingInfo.BuilderConfiguration configuration = new RequestMappingInfo.BuilderConfiguration();
		configuration.setPatternParser(getPatternParser());
		Method method = ReflectionUtils.findMethod(Handler.class, "handle", HttpServletRequest.class,
				HttpServletResponse.class);
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

		void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
			byte[] body = request.getInputStream().readNBytes(ClusterOperationRequests.MAX_BODY + 1);
			OperationAnswer answer = this.requests.answer(this.operation, request.getContentType(), body).join();
			byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
			response.setStatus(answer.status());
			response.setContentType(answer.contentType());
			response.setContentLength(json.length);
			response.getOutputStream().write(json);
		}

	}

}

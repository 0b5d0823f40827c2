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

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.server.PathContainer;

/**
 * {@link CrossSiteGuard} on Spring Web MVC.
 *
 * @see CrossSiteWebFilter
 */
public final class CrossSiteFilter implements Filter {

	private final CrossSiteGuard guard;

	/**
	 * Create a filter.
	 * @param guard decides what is refused
	 */
	public CrossSiteFilter(CrossSiteGuard guard) {
		this.guard = guard;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String refusal = (request instanceof HttpServletRequest http
				&& this.guard.isGuarded(http.getMethod(), PathContainer.parsePath(http.getRequestURI())))
						? this.guard.refusal(http::getHeader) : null;
		if (refusal == null) {
			chain.doFilter(request, response);
			return;
		}
		byte[] body = OperationAnswer.forbidden(refusal);
		HttpServletResponse http = (HttpServletResponse) response;
		http.setStatus(HttpServletResponse.SC_FORBIDDEN);
		http.setContentType(OperationAnswer.PROBLEM.toString());
		http.setContentLength(body.length);
		http.getOutputStream().write(body);
	}

}

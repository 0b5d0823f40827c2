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
import java.net.UnknownHostException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.AbstractController;

import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPointProber;

/**
 * Answers {@code GET /bootstrap/seed-nodes} on Spring Web MVC. It writes the response
 * itself: other nodes must be able to read it whatever message converters, response
 * advices, path prefixes and interceptors the application configures for its own
 * controllers.
 */
public final class SeedNodesController extends AbstractController {

	private final SeedNodesResponder answer;

	private final Invitations invitations;

	private final IntroductionGuard introductions;

	/**
	 * Create a controller.
	 * @param answer what it answers
	 * @param invitations who takes invitations to join
	 * @param introductions is told who introduces itself
	 */
	public SeedNodesController(SeedNodesResponder answer, Invitations invitations, IntroductionGuard introductions) {
		super(false);
		setSupportedMethods("GET");
		this.answer = answer;
		this.invitations = invitations;
		this.introductions = introductions;
	}

	@Override
	protected @Nullable ModelAndView handleRequestInternal(HttpServletRequest request, HttpServletResponse response)
			throws Exception {
		this.introductions.probedBy(request.getHeader(ContactPointProber.INTRODUCTION_HEADER), request.getRemoteAddr());
		String invitation = request.getHeader(ContactPointProber.INVITATION_HEADER);
		if (invitation != null && !this.invitations.accept(invitation, address(request.getRemoteAddr()),
				request.getUserPrincipal() != null)) {
			response.setStatus(HttpServletResponse.SC_FORBIDDEN);
			return null;
		}
		byte[] json = this.answer.to(request.getHeader(Announcement.HEADER));
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (json == null) {
			response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
			return null;
		}
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setContentLength(json.length);
		response.getOutputStream().write(json);
		return null;
	}

	private static @Nullable InetAddress address(@Nullable String address) {
		try {
			// An address, never a name, so that nothing is looked up.
			return (address != null) ? InetAddress.getByName(address) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}

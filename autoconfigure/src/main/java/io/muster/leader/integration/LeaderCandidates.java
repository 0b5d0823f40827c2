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

package io.muster.leader.integration;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.log.LogMessage;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.leader.event.OnGrantedEvent;
import org.springframework.integration.support.SmartLifecycleRoleController;

/**
 * The {@link Candidate} beans of an application. If there are none, one for the role
 * {@value #DEFAULT_ROLE}, as with Spring Integration's other initiators, but only where
 * something listens for that: this server would stand for the role in vain.
 */
public final class LeaderCandidates implements Supplier<List<Candidate>> {

	/**
	 * The role of Spring Integration's default candidate.
	 */
	public static final String DEFAULT_ROLE = "leader";

	private static final Log logger = LogFactory.getLog(LeaderCandidates.class);

	private static final ResolvableType GRANTED = ResolvableType.forClass(OnGrantedEvent.class);

	private static final ResolvableType ANY = ResolvableType.forClass(ApplicationEvent.class);

	private final ApplicationContext context;

	/**
	 * Create a supplier.
	 * @param context the application context of the beans
	 */
	public LeaderCandidates(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Return the candidates. Must be called when all singletons have been created.
	 * @return the candidates
	 */
	@Override
	public List<Candidate> get() {
		List<Candidate> candidates = this.context.getBeanProvider(Candidate.class).orderedStream().toList();
		boolean needsDefault = candidates.isEmpty() && listeners().stream().anyMatch(LeaderCandidates::awaitsDefault);
		List<Candidate> all = needsDefault ? List.of(new DefaultCandidate()) : candidates;
		tellOfRolesWithoutCandidate(all.stream().map(Candidate::getRole).collect(Collectors.toSet()));
		return all;
	}

	/**
	 * Endpoints with a role that nobody stands for never start, unless the application
	 * starts them itself.
	 */
	private void tellOfRolesWithoutCandidate(Set<String> candidates) {
		Set<String> roles = new TreeSet<>();
		for (ApplicationListener<?> listener : listeners()) {
			if (listener instanceof SmartLifecycleRoleController controller) {
				roles.addAll(controller.getRoles());
			}
		}
		roles.removeAll(candidates);
		if (!roles.isEmpty()) {
			logger.info(LogMessage.format(
					"Leading starts no endpoints with a role of %s, because no bean of type "
							+ "Candidate stands for it. Define one, or start them with SmartLifecycleRoleController",
					roles));
		}
	}

	private Collection<ApplicationListener<?>> listeners() {
		return (this.context instanceof AbstractApplicationContext ours) ? ours.getApplicationListeners() : List.of();
	}

	private static boolean awaitsDefault(ApplicationListener<?> listener) {
		if (listener instanceof SmartLifecycleRoleController controller) {
			return controller.getRoles().contains(DEFAULT_ROLE);
		}
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener itself) ? itself
				: new GenericApplicationListenerAdapter(listener);
		return generic.supportsEventType(GRANTED) && !generic.supportsEventType(ANY);
	}

}

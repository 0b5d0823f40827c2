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

package io.muster.leader;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Runs a method only where this server leads.
 */
final class OnLeaderInterceptor implements MethodInterceptor {

	private static final Log logger = LogFactory.getLog(OnLeaderInterceptor.class);

	private final LeaderCalls calls;

	private final Supplier<Leaderships> leaderships;

	private final Supplier<Locks> locks;

	private final UnaryOperator<String> resolver;

	private final Supplier<LeaderRunObserver> observer;

	private final Map<MethodClassKey, Rule> rules = new ConcurrentHashMap<>();

	/**
	 * Create an interceptor.
	 * @param calls the calls of the application
	 * @param leaderships gives the leaderships
	 * @param locks gives the locks
	 * @param resolver resolves placeholders
	 * @param observer gives what observes the methods
	 */
	OnLeaderInterceptor(LeaderCalls calls, Supplier<Leaderships> leaderships, Supplier<Locks> locks,
			UnaryOperator<String> resolver, Supplier<LeaderRunObserver> observer) {
		this.calls = calls;
		this.leaderships = leaderships;
		this.locks = locks;
		this.resolver = resolver;
		this.observer = observer;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? AopUtils.getTargetClass(target) : method.getDeclaringClass();
		Rule rule = this.rules.computeIfAbsent(new MethodClassKey(method, targetClass),
				(key) -> rule(method, targetClass));
		LeaderCall call = new LeaderCall(rule.leadership(), rule.name(), rule.interrupt());
		Object elsewhere = OnLeaderMethods.elsewhere(method);
		LockTerms terms = rule.terms();
		return this.calls.run(call, (terms != null) ? () -> runLocked(call, rule, terms, invocation, elsewhere)
				: () -> proceed(rule, invocation), elsewhere);
	}

	private @Nullable Object runLocked(LeaderCall call, Rule rule, LockTerms terms, MethodInvocation invocation,
			@Nullable Object elsewhere) throws Throwable {
		try (HeldLock lock = lock(call, rule.lock(), terms)) {
			if (lock != null) {
				return proceed(rule, invocation);
			}
		}
		logger.debug(LogMessage.format("Not run, because a server has run it within %s, or another leads: %s",
				terms.lockAtLeastFor(), rule.lock()));
		return elsewhere;
	}

	private @Nullable Object proceed(Rule rule, MethodInvocation invocation) throws Throwable {
		return this.observer.get().observe(rule.leadership(), invocation);
	}

	private @Nullable HeldLock lock(LeaderCall call, String name, LockTerms terms) {
		try {
			return this.locks.get().tryLock(name, terms);
		}
		catch (LockUnavailableException ex) {
			if (call.leads()) {
				throw ex;
			}
			return null;
		}
	}

	private Rule rule(Method method, Class<?> targetClass) {
		OnLeader annotation = OnLeaderMethods.find(method, targetClass);
		Assert.state(annotation != null, () -> "No @OnLeader applies to " + method);
		Leadership leadership = this.leaderships.get().of(this.resolver.apply(annotation.role()));
		Duration lockAtLeastFor = OnLeaderMethods.lockAtLeastFor(annotation, this.resolver);
		return new Rule(leadership, annotation.interrupt(),
				ClassUtils.getShortName(targetClass) + "." + method.getName() + "()",
				targetClass.getName() + "." + method.getName() + "()",
				(lockAtLeastFor != null) ? LockTerms.whileAlive().andAtLeastFor(lockAtLeastFor) : null);
	}

	/**
	 * What the annotation says.
	 *
	 * @param leadership the leadership of the role
	 * @param interrupt whether to interrupt the method when the leadership is lost
	 * @param name the method, for the log
	 * @param lock the lock without which the method does not run
	 * @param terms the terms of that lock; {@code null} to run without
	 */
	private record Rule(Leadership leadership, boolean interrupt, String name, String lock, @Nullable LockTerms terms) {
	}

}

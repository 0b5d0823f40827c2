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
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods with {@link OnLeader @OnLeader}, and refuses those for which it
 * cannot be kept.
 */
final class OnLeaderMethods {

	private OnLeaderMethods() {
	}

	/**
	 * Return the annotation that applies to a method: its own, or for a public method
	 * that of the class. That on a {@code @Bean} method is meant for the bean, and that
	 * on the class of a {@link SmartLifecycle} for its lifecycle.
	 */
	static @Nullable OnLeader find(Method method, Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		OnLeader annotation = AnnotatedElementUtils.findMergedAnnotation(specific, OnLeader.class);
		if (annotation == null && isPublic(specific) && !SmartLifecycle.class.isAssignableFrom(targetClass)) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(targetClass, OnLeader.class);
		}
		return (annotation != null && !AnnotatedElementUtils.hasAnnotation(specific, Bean.class)) ? annotation : null;
	}

	private static boolean isPublic(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method);
	}

	/**
	 * Return the annotations that apply to methods of a class.
	 * @throws FailureAnalyzedException if one cannot be kept
	 */
	static Collection<OnLeader> annotations(String beanName, Class<?> targetClass) {
		if (!AnnotationUtils.isCandidateClass(targetClass, OnLeader.class)) {
			return List.of();
		}
		return MethodIntrospector.selectMethods(targetClass, (Method method) -> {
			OnLeader annotation = find(method, targetClass);
			if (annotation != null) {
				check(beanName, targetClass, method);
			}
			return annotation;
		}).values();
	}

	private static void check(String beanName, Class<?> targetClass, Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			throw refused(beanName, method, "it is private, so no proxy can intercept it", "Make it public");
		}
		if (Modifier.isStatic(modifiers)) {
			throw refused(beanName, method, "it is static, so no proxy can intercept it",
					"Make it a method of the bean");
		}
		if (Modifier.isFinal(modifiers)) {
			throw refused(beanName, method, "it is final, so no proxy can intercept it",
					"Remove 'final' (in Kotlin, add 'open')");
		}
		if (Modifier.isFinal(targetClass.getModifiers())) {
			throw refused(beanName, method, "its class is final, so no proxy can extend it",
					"Remove 'final' from the class (in Kotlin, add 'open'), or make the record a class");
		}
		checkReturnType(beanName, method);
	}

	private static void checkReturnType(String beanName, Method method) {
		Class<?> type = method.getReturnType();
		if (type.isPrimitive() && type != void.class) {
			throw refused(beanName, method,
					"it returns %s, so it has nothing to return where this server does not lead".formatted(type),
					"Return void, Optional, or the type's wrapper, which is null then");
		}
		if (!CompletionStage.class.isAssignableFrom(type)
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null) {
			throw refused(beanName, method,
					"it returns %s, whose work begins after the method has returned".formatted(type.getName()),
					"Annotate a method that blocks until the work is done");
		}
	}

	private static FailureAnalyzedException refused(String beanName, Method method, String why, String wayOut) {
		return new FailureAnalyzedException(
				"@OnLeader cannot be kept for the method %s.%s of the bean '%s': %s."
					.formatted(method.getDeclaringClass().getName(), method.getName(), beanName, why),
				wayOut + ", or put @OnLeader on another method that calls this one.");
	}

	/**
	 * Return for how long a method is not run again.
	 * @param resolver resolves placeholders
	 * @return a positive time, {@code null} for none
	 * @throws IllegalArgumentException if it is no time
	 */
	static @Nullable Duration lockAtLeastFor(OnLeader annotation, UnaryOperator<String> resolver) {
		String text = annotation.lockAtLeastFor().isEmpty() ? "" : resolver.apply(annotation.lockAtLeastFor());
		if (text.isEmpty()) {
			return null;
		}
		Duration duration = DurationStyle.detectAndParse(text);
		Assert.isTrue(!duration.isNegative() && !duration.isZero(), "not positive");
		return duration;
	}

	/**
	 * Return what a method returns where this server does not lead.
	 */
	static @Nullable Object elsewhere(Method method) {
		Class<?> type = method.getReturnType();
		if (type == Optional.class) {
			return Optional.empty();
		}
		if (type == CompletableFuture.class || type == CompletionStage.class || type == Future.class) {
			return CompletableFuture.completedFuture(null);
		}
		return null;
	}

}

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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks what runs only on the server that leads a role.
 * <p>
 * <b>A method</b> of a bean: a call runs it only if this server leads at the moment of
 * the call. Otherwise the call returns at once: an empty {@link java.util.Optional}, a
 * completed future of {@code null}, or {@code null}. {@code @Scheduled} methods are
 * called on each server, and so run on one. What the method returns must be able to say
 * that it did not run: a method that returns a primitive type or a reactive type is
 * refused when the application starts, and so is one that cannot be intercepted because
 * it, or its class, is final, or it is private or static. As always with Spring's
 * proxies, a call from within the same bean is not intercepted.
 * <p>
 * <b>A class</b>: the same for each of its public methods.
 * <p>
 * <b>A {@link org.springframework.context.SmartLifecycle SmartLifecycle} bean</b>, on its
 * class or on its {@code @Bean} method: the bean does not start with the application, but
 * when this server begins to lead, and stops when it leads no more, or the application
 * stops.
 * <p>
 * <b>What is guaranteed.</b> The method begins only where the leader is. It is
 * interrupted when the leadership is lost, see {@link #interrupt()}. When the application
 * stops, the cluster is left after the method has returned, within
 * {@code spring.lifecycle.timeout-per-shutdown-phase}.
 * <p>
 * <b>What is not.</b> A thread that is suspended in the middle of the method does not
 * notice that another server leads meanwhile, and goes on when it is resumed. The same
 * holds for a method that ignores the interrupt, and for what it started on other
 * threads. There only the {@link FencingToken#current() token} protects: what the method
 * writes to has to refuse a smaller token than it has seen.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnLeader {

	/**
	 * The role, as in {@link #role()}.
	 * @return the role
	 */
	@AliasFor("role")
	String value() default Leadership.DEFAULT_ROLE;

	/**
	 * The role that this server has to lead. It stands for the role from the start of the
	 * application on, or for a method of a bean that is created later, from its first
	 * call on. Placeholders, <code>${...}</code>, are resolved.
	 * @return the role, that of the application by default
	 */
	@AliasFor("value")
	String role() default Leadership.DEFAULT_ROLE;

	/**
	 * Whether the thread that runs the method is interrupted when the leadership is lost,
	 * and when the application stops. The thread is not left interrupted when the method
	 * has returned. Means nothing for a {@code SmartLifecycle} bean, which is stopped.
	 * @return {@code true} to interrupt
	 */
	boolean interrupt() default true;

	/**
	 * For how long no server runs the method again, from when it begins. Without it, a
	 * method that ends quickly may run twice for one firing of a schedule: another server
	 * whose clock is a little late may begin to lead in between. Choose a time that is
	 * longer than clocks differ, and shorter than the interval of the schedule. A call
	 * within that time returns at once, as on a server that does not lead. Each run then
	 * takes a lock of the method's name by {@link Locks}. Means nothing for a
	 * {@code SmartLifecycle} bean. Placeholders are resolved.
	 * @return a time such as {@code 30s} or {@code PT30S}; none by default
	 */
	String lockAtLeastFor() default "";

}

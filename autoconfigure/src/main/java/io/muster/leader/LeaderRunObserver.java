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

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Observes each run of a method with {@link OnLeader @OnLeader} on the server that leads.
 * Calls that do not run, because another server leads, are not observed.
 */
@FunctionalInterface
public interface LeaderRunObserver {

	/**
	 * Observes nothing.
	 */
	LeaderRunObserver NONE = (leadership, invocation) -> invocation.proceed();

	/**
	 * Proceed with a run. Called by the thread that runs the method.
	 * @param leadership the leadership of the role that the method needs
	 * @param invocation the method, which has to proceed once
	 * @return what the method returns
	 * @throws Throwable what the method throws
	 */
	@Nullable Object observe(Leadership leadership, MethodInvocation invocation) throws Throwable;

}

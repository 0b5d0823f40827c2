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

package io.muster.cluster.pekko;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Explains that a Java runtime lacks a module without which the engine cannot run.
 */
final class MissingModule {

	private static final String CLASS = "sun.misc.Unsafe";

	private MissingModule() {
	}

	/**
	 * Return what to throw for a class that could not be loaded.
	 * @param failure the failure
	 * @return an explanation if the cause is the missing module, else the failure
	 */
	static RuntimeException analyze(LinkageError failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (isClassMissing(cause)) {
				return new FailureAnalyzedException(
						"The cluster engine cannot run on this Java runtime, which lacks the module jdk.unsupported (class "
								+ CLASS + ").",
						"Use a full Java runtime, or add the module to this one: jlink --add-modules jdk.unsupported,...",
						failure);
			}
		}
		throw failure;
	}

	private static boolean isClassMissing(Throwable cause) {
		String message = cause.getMessage();
		return message != null && message.replace('/', '.').contains(CLASS)
				&& (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException
				// the cause of a later failure to use a class that failed before
						|| cause instanceof ExceptionInInitializerError);
	}

}

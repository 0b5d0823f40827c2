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

package io.muster.operations;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

/**
 * Asks another node again until its answer is satisfactory, or a limit is reached. No
 * thread waits meanwhile.
 */
final class PatientQuestion {

	private static final Duration PAUSE = Duration.ofMillis(200);

	private static final Failed SILENT = new Failed(Kind.SILENT, "gave no answer in time");

	private final Function<ContactPoint, CompletableFuture<ProbeResult>> question;

	private final Duration requestTimeout;

	private final Duration limit;

	/**
	 * Create a question.
	 * @param question how to ask once
	 * @param requestTimeout how long one answer is waited for
	 * @param limit how long the node is asked again
	 */
	PatientQuestion(Function<ContactPoint, CompletableFuture<ProbeResult>> question, Duration requestTimeout,
			Duration limit) {
		this.question = question;
		this.requestTimeout = requestTimeout;
		this.limit = limit;
	}

	/**
	 * Return whether it does not help to ask again at once: there is an answer, or a
	 * failure that lasts. A busy machine may need a while for its answer, or its
	 * application may be starting.
	 */
	static boolean isFinal(ProbeResult result) {
		return !(result instanceof Failed failed) || (failed.kind() != Kind.SILENT && failed.kind() != Kind.STARTING);
	}

	/**
	 * Ask.
	 * @param contactPoint where the node answers
	 * @param satisfactory whether an answer ends the question
	 * @return completes with the first satisfactory answer, or the last one
	 */
	CompletableFuture<ProbeResult> ask(ContactPoint contactPoint, Predicate<ProbeResult> satisfactory) {
		CompletableFuture<Boolean> over = new CompletableFuture<Boolean>().completeOnTimeout(true,
				this.limit.toMillis(), TimeUnit.MILLISECONDS);
		return ask(contactPoint, satisfactory, over).whenComplete((result, failure) -> over.complete(true));
	}

	private CompletableFuture<ProbeResult> ask(ContactPoint contactPoint, Predicate<ProbeResult> satisfactory,
			CompletableFuture<Boolean> over) {
		return askOnce(contactPoint).thenCompose((result) -> {
			if (satisfactory.test(result) || over.isDone()) {
				return CompletableFuture.completedFuture(result);
			}
			Executor later = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
			return CompletableFuture.runAsync(() -> {
			}, later).thenCompose((paused) -> ask(contactPoint, satisfactory, over));
		});
	}

	private CompletableFuture<ProbeResult> askOnce(ContactPoint contactPoint) {
		return this.question.apply(contactPoint)
			.completeOnTimeout(SILENT, this.requestTimeout.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally((failure) -> new Failed(Kind.WRONG, "could not be asked: " + failure));
	}

}

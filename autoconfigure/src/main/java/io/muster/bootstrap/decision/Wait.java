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

package io.muster.bootstrap.decision;

/**
 * What a node waits for.
 *
 * @param reason the reason in the catalogue
 * @param cause what it waits for at this moment, for the log and the report: the rest of
 * a sentence that begins with "Waiting for". It must change only with the cause, not with
 * time, because each new text is logged
 * @param wayOut what to do about it
 */
public record Wait(WaitReason reason, String cause, String wayOut) {

	/**
	 * Create one with the way out that the catalogue has.
	 * @param reason the reason
	 * @param cause what the node waits for
	 */
	public Wait(WaitReason reason, String cause) {
		this(reason, cause, reason.wayOut());
	}

}

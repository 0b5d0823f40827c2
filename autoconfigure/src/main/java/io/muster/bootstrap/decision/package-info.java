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

/**
 * Decides whether a node keeps probing, joins or founds:
 * {@link io.muster.bootstrap.decision.JoinDecider}, which applications may replace, its
 * implementations, and the information that they decide from.
 * <p>
 * Pure: no I/O, no clock, no threads, no Spring. May use {@link io.muster.contactpoint},
 * {@link io.muster.cluster} and a list of the JDK's value types, which
 * {@code ArchitectureTests} holds. The rule and its proof are in
 * {@code src/docs/formation-proof.md}.
 */
@NullMarked
package io.muster.bootstrap.decision;

import org.jspecify.annotations.NullMarked;

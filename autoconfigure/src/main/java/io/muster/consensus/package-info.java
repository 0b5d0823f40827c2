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
 * Agreement between the servers of a cluster: a Raft group, and the sessions and
 * leaderships that it keeps.
 * <p>
 * Pure: it takes messages, the servers and the time, and returns messages. It reads no
 * clock, starts no thread and does no I/O, so the simulation runs it as it is. The
 * package {@code io.muster.leader} does the rest.
 */
@NullMarked
package io.muster.consensus;

import org.jspecify.annotations.NullMarked;

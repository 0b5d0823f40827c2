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

package io.muster.benchmark.leadership;

/**
 * What the processes of a system need while nothing happens.
 *
 * @param cpu the processor time of a process, in percent of one processor, without
 * compilers
 * @param serversCpu that of all servers together
 * @param memory the resident memory of a process after a garbage collection, in megabytes
 * @param serversMemory that of all servers together, where what they share counts once
 * @param threads the threads of a process
 */
record Idle(double cpu, double serversCpu, double memory, double serversMemory, double threads) {
}

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

package io.muster.bootstrap.formation;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Formation} has ready after a step, as {@code Ready} of etcd's raft.
 * {@link FormationDriver} takes the effects in this order:
 * <ol>
 * <li>store the durable state: a vote that another node has counted must outlive a
 * crash;</li>
 * <li>publish what is advertised, without a vote that could not be stored: a command may
 * lead other nodes to probe this one at once;</li>
 * <li>run the commands, in their order. None of them founds on a vote that this step has
 * cast: the next step founds, and only if the vote was stored.</li>
 * </ol>
 * While the state cannot be stored, a node neither votes nor founds. It joins, and a
 * member stays one: to keep it out of its cluster would not bring back what a crash would
 * lose.
 *
 * @param durableState what must outlive the process
 * @param advertised what probes are answered from
 * @param commands the commands
 * @param waitingFor what this node waits for, for a message; {@code null} if for nothing
 * @param nextTick when to step again at the latest, in milliseconds of the clock of the
 * step; {@link Long#MAX_VALUE} if no step is due
 */
public record Ready(DurableState durableState, Advertisement advertised, List<BootstrapCommand> commands,
		@Nullable String waitingFor, long nextTick) {
}

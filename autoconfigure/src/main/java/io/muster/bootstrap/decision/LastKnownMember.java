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

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.contactpoint.ContactPoint;

/**
 * A member of the cluster that this node was a member of last.
 *
 * @param node the member
 * @param contactPoint where it answered probes, {@code null} if unknown
 */
public record LastKnownMember(Node node, @Nullable ContactPoint contactPoint) {

}

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
 * Values and SPI of contact points: the addresses at which nodes answer probes, the
 * answers on the wire, and the interfaces to look contact points up and to probe them.
 * <p>
 * May use {@link io.muster.cluster} and Jackson. The packages below look contact points
 * up, probe them and answer probes. They do not depend on each other.
 */
@NullMarked
package io.muster.contactpoint;

import org.jspecify.annotations.NullMarked;

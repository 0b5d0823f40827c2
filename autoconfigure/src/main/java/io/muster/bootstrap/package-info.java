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
 * The shell of bootstrap: {@link io.muster.bootstrap.BootstrapCoordinator}, which hands
 * events to the core and runs its commands, its threads, and the life cycle of the node
 * within the application.
 * <p>
 * May use the packages below it, {@link io.muster.contactpoint},
 * {@link io.muster.cluster} and Spring. Rules belong in
 * {@link io.muster.bootstrap.formation}.
 */
@NullMarked
package io.muster.bootstrap;

import org.jspecify.annotations.NullMarked;

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

package io.muster.benchmark.formation;

import java.util.List;

/**
 * What to start of a program, and how.
 *
 * @param archive the path of what to start below the directory of the project, or its
 * absolute path
 * @param options the options of the JVM that belong to it
 */
record Packed(String archive, List<String> options) {

	Packed {
		options = List.copyOf(options);
	}

}

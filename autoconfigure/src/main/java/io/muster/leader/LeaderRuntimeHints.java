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

package io.muster.leader;

import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Hints for the messages and the log of the consensus, which are JSON.
 */
final class LeaderRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", classLoader)) {
			return;
		}
		Class<?>[] types = Stream
			.concat(Stream.of(ConsensusJson.Letter.class, ConsensusJson.LogFile.class, ConsensusJson.MessageTypes.class,
					ConsensusJson.CommandTypes.class),
					Stream.concat(named(ConsensusJson.MessageTypes.class), named(ConsensusJson.CommandTypes.class)))
			.toArray(Class<?>[]::new);
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), types);
	}

	private static Stream<Class<?>> named(Class<?> types) {
		JsonSubTypes named = Objects.requireNonNull(types.getAnnotation(JsonSubTypes.class));
		return Stream.of(named.value()).map(JsonSubTypes.Type::value);
	}

}

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

package io.muster.cluster.pekko;

import java.util.List;
import java.util.stream.Stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Hints for Pekko, which reads its defaults as resources, and creates what its settings
 * name.
 */
final class PekkoRuntimeHints implements RuntimeHintsRegistrar {

	private static final String DEFAULTS = ClassUtils.classPackageAsResourcePath(PekkoConfig.class) + "/"
			+ PekkoConfig.DEFAULTS;

	/**
	 * What Muster chooses, and what Pekko has short names for. No class is loaded for it,
	 * because Pekko may not be there.
	 */
	private static final List<String> CHOSEN = List.of("io.muster.cluster.pekko.QuietLogger",
			"org.apache.pekko.cluster.ClusterActorRefProvider",
			"org.apache.pekko.cluster.sbr.SplitBrainResolverProvider");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		ClassLoader loader = (classLoader != null) ? classLoader : getClass().getClassLoader();
		if (!ClassUtils.isPresent("org.apache.pekko.actor.ActorSystem", loader)) {
			return;
		}
		List.of("reference.conf", "version.conf", "application.conf", DEFAULTS)
			.forEach(hints.resources()::registerPattern);
		Config config = ConfigFactory.parseResources(PekkoConfig.class, PekkoConfig.DEFAULTS)
			.withFallback(ConfigFactory.defaultReferenceUnresolved(loader))
			.resolve();
		Stream.concat(CHOSEN.stream(), texts(config.root()))
			.distinct()
			.filter((text) -> isClass(text, loader))
			.forEach((name) -> hints.reflection()
				.registerTypeIfPresent(loader, name, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
						MemberCategory.ACCESS_DECLARED_FIELDS));
	}

	/**
	 * Return all texts in a value of the configuration: serializers are bound to names of
	 * classes.
	 */
	private static Stream<String> texts(ConfigValue value) {
		if (value instanceof ConfigObject object) {
			return Stream.concat(object.keySet().stream(), object.values().stream().flatMap(PekkoRuntimeHints::texts));
		}
		if (value instanceof ConfigList list) {
			return list.stream().flatMap(PekkoRuntimeHints::texts);
		}
		return (value.unwrapped() instanceof String text) ? Stream.of(text) : Stream.empty();
	}

	private static boolean isClass(String text, ClassLoader classLoader) {
		return text.matches("[a-z]\\w*(\\.\\w+)*\\.[A-Z][\\w$]*") && ClassUtils.isPresent(text, classLoader);
	}

}

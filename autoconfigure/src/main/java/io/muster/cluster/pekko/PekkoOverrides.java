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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Converts settings that Spring has bound to Pekko's configuration. The origin of each
 * value is its property, so that Pekko's error messages name it.
 * <p>
 * Pekko's reference configuration resolves what properties leave ambiguous. Environment
 * variables have no dashes and capital letters, and a comma-separated text may be a list.
 */
final class PekkoOverrides {

	/**
	 * Prefix of the property of a Pekko setting.
	 */
	static final String PREFIX = "muster.";

	private static final String ROOT = "pekko";

	private final ConfigObject reference;

	PekkoOverrides(Config reference) {
		this.reference = reference.root();
	}

	Config convert(Map<String, Object> overrides) {
		Config result = ConfigFactory.empty();
		for (Map.Entry<String, Object> entry : overrides.entrySet()) {
			List<String> path = ConfigUtil.splitPath(entry.getKey());
			Object value = entry.getValue();
			for (int i = path.size() - 1; i >= 0; i--) {
				value = Map.of(path.get(i), value);
			}
			ConfigValue converted = convert(PREFIX + ROOT, value, this.reference.get(ROOT));
			result = converted.atKey(ROOT).withFallback(result);
		}
		return result;
	}

	private ConfigValue convert(String property, Object value, @Nullable ConfigValue known) {
		if (value instanceof Map<?, ?> map) {
			List<Object> elements = elements(map);
			return (elements != null) ? convertList(property, elements)
					: convertMap(property, map, (known instanceof ConfigObject object) ? object : null);
		}
		if (value instanceof Collection<?> collection) {
			return convertList(property, collection);
		}
		if (value instanceof Boolean flag) {
			// Where Pekko takes a duration or "off", it does not take "false".
			return ConfigValueFactory.fromAnyRef(flag ? "on" : "off", property);
		}
		if (value instanceof String text && known instanceof ConfigList) {
			return convertList(property, List.of(StringUtils.commaDelimitedListToStringArray(text)));
		}
		return ConfigValueFactory.fromAnyRef((value instanceof Number) ? value : value.toString(), property);
	}

	private ConfigValue convertMap(String property, Map<?, ?> map, @Nullable ConfigObject known) {
		Map<String, ConfigValue> result = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			String name = name(key.toString(), known);
			result.put(name, convert(property + "." + name, value, (known != null) ? known.get(name) : null));
		});
		return ConfigValueFactory.fromMap(result, property);
	}

	private ConfigValue convertList(String property, Collection<?> values) {
		List<ConfigValue> result = new ArrayList<>();
		values.forEach((value) -> result.add(convert(property, value, null)));
		return ConfigValueFactory.fromIterable(result, property);
	}

	private static @Nullable List<Object> elements(Map<?, ?> map) {
		Map<String, Object> byIndex = new HashMap<>();
		map.forEach((key, value) -> byIndex.put(key.toString().replaceAll("[\\[\\]]", ""), value));
		List<Object> elements = new ArrayList<>();
		for (int i = 0; i < byIndex.size(); i++) {
			Object element = byIndex.get(String.valueOf(i));
			if (element == null) {
				return null;
			}
			elements.add(element);
		}
		return elements.isEmpty() ? null : elements;
	}

	private static String name(String name, @Nullable ConfigObject known) {
		if (known == null || known.containsKey(name)) {
			return name;
		}
		return known.keySet().stream().filter((key) -> uniform(key).equals(uniform(name))).findFirst().orElse(name);
	}

	private static String uniform(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

}

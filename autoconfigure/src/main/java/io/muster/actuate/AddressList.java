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

package io.muster.actuate;

import java.util.Arrays;
import java.util.List;

import org.springframework.util.StringUtils;

/**
 * Addresses in one text, separated by commas: write operations take texts only, over HTTP
 * as well as over JMX.
 */
final class AddressList {

	private AddressList() {
	}

	/**
	 * Parse a list.
	 * @param text the text
	 * @return the addresses without white space around them; none if the text is empty
	 */
	static List<String> parse(String text) {
		return Arrays.stream(StringUtils.commaDelimitedListToStringArray(text)).map(String::strip).toList();
	}

}

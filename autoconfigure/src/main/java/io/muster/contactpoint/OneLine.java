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

package io.muster.contactpoint;

import java.util.regex.Pattern;

/**
 * Makes one line of a text that another host may have written, for logs and pages: it can
 * neither begin a line of its own nor change the direction of what follows.
 */
public final class OneLine {

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

	private OneLine() {
	}

	/**
	 * Return a text as one line.
	 * @param text the text
	 * @return the text, with a space in place of what controls how text is shown
	 */
	public static String of(String text) {
		// nearly every text, and nodes say a few of them with each answer
		return isPlain(text) ? text : UNPRINTABLE.matcher(text).replaceAll(" ");
	}

	/**
	 * Return the beginning of a text as one line.
	 * @param text the text
	 * @param length how many characters to keep
	 * @return the line, with three dots at its end if there is more
	 */
	static String of(String text, int length) {
		String line = of(text).strip();
		return (line.length() <= length) ? line : line.substring(0, length) + "...";
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
				return false;
			}
		}
		return true;
	}

}

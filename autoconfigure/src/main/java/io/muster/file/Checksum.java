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

package io.muster.file;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The checksum in a JSON text, by which a damaged, cut or edited file is noticed. It is
 * that of the text in which its own digits are zeros.
 */
public final class Checksum {

	/**
	 * The value of the property {@code checksum} of a text that has none yet.
	 */
	public static final String NONE = "00000000";

	private static final Pattern CHECKSUM = Pattern.compile("(?<=\"checksum\" : \")[0-9a-f]{8}(?=\")");

	private Checksum() {
	}

	/**
	 * Give an indented JSON text with {@link #NONE} its checksum.
	 * @param json the text
	 * @return the text with its checksum
	 */
	public static String add(String json) {
		return replace(json, of(json));
	}

	/**
	 * Return the checksum of a text, whatever it has now.
	 * @param json the text
	 * @return eight hexadecimal digits
	 */
	public static String of(String json) {
		CRC32 crc = new CRC32();
		crc.update(replace(json, NONE).getBytes(StandardCharsets.UTF_8));
		return "%08x".formatted(crc.getValue());
	}

	private static String replace(String json, String checksum) {
		return CHECKSUM.matcher(json).replaceAll(checksum);
	}

}

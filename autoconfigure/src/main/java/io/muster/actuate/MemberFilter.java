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

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.util.StringUtils;

import io.muster.cluster.DepartedMember;
import io.muster.cluster.Member;

/**
 * A filter of members, like that of {@code serf members}: a member has to match all given
 * regular expressions, each with its whole value.
 *
 * @param status matches the status of a member, or {@code left} or {@code failed} for a
 * former member, in any case
 * @param role matches one of its roles
 * @param name matches its name, its host and port, or its engine address
 */
record MemberFilter(@Nullable Pattern status, @Nullable Pattern role, @Nullable Pattern name) {

	static final int MAX_LENGTH = 256;

	/**
	 * How many characters of a value may be looked at: a value of 300 characters takes a
	 * few hundred with usual expressions.
	 */
	private static final int MAX_STEPS = 20_000;

	/**
	 * Read a filter.
	 * @param status the expression for the status, {@code null} or empty for any
	 * @param role the expression for the role, {@code null} or empty for any
	 * @param name the expression for the name, {@code null} or empty for any
	 * @return the filter
	 * @throws InvalidEndpointRequestException if one of them is not a regular expression,
	 * or is too long
	 */
	static MemberFilter of(@Nullable String status, @Nullable String role, @Nullable String name) {
		return new MemberFilter(pattern("status", status, Pattern.CASE_INSENSITIVE), pattern("role", role, 0),
				pattern("name", name, 0));
	}

	private static @Nullable Pattern pattern(String parameter, @Nullable String regex, int flags) {
		if (!StringUtils.hasLength(regex)) {
			return null;
		}
		if (regex.length() > MAX_LENGTH) {
			throw invalid("'%s' is longer than %s characters".formatted(parameter, MAX_LENGTH), null);
		}
		try {
			return Pattern.compile(regex, flags);
		}
		catch (PatternSyntaxException ex) {
			throw invalid("'%s' is not a regular expression: %s at position %s of '%s'".formatted(parameter,
					ex.getDescription(), ex.getIndex(), regex), ex);
		}
	}

	/**
	 * Return whether a value matches. A backtracking expression may take for ever, which
	 * no length of expression or value prevents.
	 */
	private static boolean matches(Pattern pattern, String value) {
		try {
			return pattern.matcher(new BoundedText(value, new int[] { MAX_STEPS })).matches();
		}
		catch (TooManyStepsException | StackOverflowError ex) {
			throw invalid("'%s' takes too long to match '%s': make the expression simpler".formatted(pattern, value),
					null);
		}
	}

	private static InvalidEndpointRequestException invalid(String message, @Nullable Throwable cause) {
		return new InvalidEndpointRequestException(message, message, cause);
	}

	boolean accepts(Member member) {
		return accepts(member, member.status().text());
	}

	boolean accepts(DepartedMember departed) {
		return accepts(departed.member(), departed.kind().name());
	}

	private boolean accepts(Member member, String status) {
		return matches(this.status, Stream.of(status)) && matches(this.role, member.roles().stream())
				&& matches(this.name, names(member));
	}

	private static Stream<String> names(Member member) {
		return Stream.of(member.name(), member.address().hostAndPort(), member.address().toString());
	}

	private static boolean matches(@Nullable Pattern pattern, Stream<String> values) {
		return pattern == null || values.anyMatch((value) -> matches(pattern, value));
	}

	/**
	 * A text that may be looked at for a limited number of times.
	 *
	 * @param text the text
	 * @param steps how many times it may still be looked at
	 */
	private record BoundedText(CharSequence text, int[] steps) implements CharSequence {

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			if (this.steps[0]-- <= 0) {
				throw new TooManyStepsException();
			}
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return new BoundedText(this.text.subSequence(start, end), this.steps);
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

	private static final class TooManyStepsException extends RuntimeException {

		TooManyStepsException() {
			super(null, null, false, false);
		}

	}

}

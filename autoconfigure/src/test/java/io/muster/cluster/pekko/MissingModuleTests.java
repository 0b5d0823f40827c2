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

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MissingModule}.
 */
class MissingModuleTests {

	@ParameterizedTest
	@MethodSource
	void namesTheModuleAndTheWayOut(LinkageError failure) {
		RuntimeException analyzed = MissingModule.analyze(failure);
		assertThat(analyzed).isInstanceOf(FailureAnalyzedException.class).hasCause(failure);
		assertThat(((FailureAnalyzedException) analyzed).analysis()).satisfies((analysis) -> {
			assertThat(analysis.getDescription()).contains("lacks the module jdk.unsupported");
			assertThat(analysis.getAction()).contains("--add-modules jdk.unsupported");
		});
	}

	static Stream<LinkageError> namesTheModuleAndTheWayOut() {
		NoClassDefFoundError loaded = new NoClassDefFoundError("sun/misc/Unsafe");
		NoClassDefFoundError again = new NoClassDefFoundError(
				"Could not initialize class org.apache.pekko.util.Unsafe");
		again.initCause(new ExceptionInInitializerError(
				"Exception java.lang.NoClassDefFoundError: sun/misc/Unsafe [in thread \"main\"]"));
		NoClassDefFoundError caused = new NoClassDefFoundError("sun/misc/Unsafe");
		caused.initCause(new ClassNotFoundException("sun.misc.Unsafe"));
		return Stream.of(loaded, again, caused, new ExceptionInInitializerError(loaded));
	}

	@Test
	void leavesOtherFailuresAsTheyAre() {
		LinkageError failure = new NoClassDefFoundError("org/example/Missing");
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> MissingModule.analyze(failure))
			.isSameAs(failure);
	}

}

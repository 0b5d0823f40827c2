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

import java.util.regex.Pattern;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.ClusterSettings;
import org.apache.pekko.cluster.sbr.SplitBrainResolverSettings;
import org.apache.pekko.remote.RemoteSettings;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Finds wrong settings before anything is started.
 */
final class PekkoSettingsVerifier {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-_]*");

	private PekkoSettingsVerifier() {
	}

	static void verify(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new FailureAnalyzedException(
					"'%s' can not be the name of a cluster ('muster.cluster.name').".formatted(name),
					"Use letters, digits, '-' and '_' only, with a letter or digit first.");
		}
	}

	static void verify(String name, Config config, ClassLoader classLoader) {
		try {
			new ActorSystem.Settings(classLoader, config, name);
			new RemoteSettings(config);
			new ClusterSettings(config, name);
			new SplitBrainResolverSettings(config);
		}
		catch (RuntimeException ex) {
			throw failure(ex);
		}
	}

	private static FailureAnalyzedException failure(RuntimeException cause) {
		ConfigOrigin origin = (cause instanceof ConfigException configException) ? configException.origin() : null;
		String where = (origin != null) ? "'" + origin.description() + "'" : "'muster.pekko.*' or 'application.conf'";
		return new FailureAnalyzedException("A setting of Pekko is not valid: " + cause.getMessage(),
				"Correct %s.".formatted(where), cause);
	}

}

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

import java.time.Duration;

import org.apache.pekko.actor.ActorSystemImpl;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.Logging.Debug;
import org.apache.pekko.event.Logging.Error;
import org.apache.pekko.event.Logging.Info;
import org.apache.pekko.event.Logging.InitializeLogger;
import org.apache.pekko.event.Logging.LogEvent;
import org.apache.pekko.event.Logging.Warning;
import org.apache.pekko.event.slf4j.Slf4jLogger;
import scala.PartialFunction;
import scala.runtime.BoxedUnit;

import io.muster.cluster.LineLimit;

/**
 * {@link Slf4jLogger} that logs at DEBUG what Pekko logs in normal operation: its INFO
 * messages, and its warnings about nodes that start and stop. Of warnings and errors that
 * are alike, it logs a few a minute, because whoever reaches the engine's port can cause
 * them. Messages that applications log through Pekko stay as they are.
 */
class QuietLogger extends Slf4jLogger {

	private static final int LINES_PER_MINUTE = 5;

	private static final int BEGINNING = 30;

	private final LineLimit lines = new LineLimit(LINES_PER_MINUTE, Duration.ofMinutes(1), System::nanoTime);

	@Override
	public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
		if (message instanceof InitializeLogger) {
			sender().tell(Logging.loggerInitialized(), self());
		}
		else if (message instanceof LogEvent event && isChatter(event)) {
			super.aroundReceive(receive, new Debug(event.logSource(), event.logClass(), event.message()));
		}
		else if (message instanceof LogEvent event && isTrouble(event)) {
			this.lines.admit(kind(event))
				.ifPresent((left) -> super.aroundReceive(receive, (left > 0) ? withCount(event, left) : event));
		}
		else {
			super.aroundReceive(receive, message);
		}
	}

	private static boolean isTrouble(LogEvent event) {
		return isOfPekko(event) && (event instanceof Warning || event instanceof Error);
	}

	private static String kind(LogEvent event) {
		String text = String.valueOf(event.message());
		return event.level() + event.logClass().getName() + text.substring(0, Math.min(BEGINNING, text.length()));
	}

	private static LogEvent withCount(LogEvent event, int left) {
		String message = event.message() + LineLimit.more(left);
		return (event instanceof Error error) ? new Error(error.cause(), event.logSource(), event.logClass(), message)
				: new Warning(event.logSource(), event.logClass(), message);
	}

	private static boolean isOfPekko(LogEvent event) {
		return event.logClass().getName().startsWith("org.apache.pekko.") && event.logClass() != ActorSystemImpl.class;
	}

	private static boolean isChatter(LogEvent event) {
		if (!isOfPekko(event)) {
			return false;
		}
		return event instanceof Info || (event instanceof Warning && isChatter(String.valueOf(event.message())));
	}

	private static boolean isChatter(String warning) {
		// A connection was refused or lost. Another message says that the node is
		// unreachable.
		return warning.startsWith("[outbound connection to ")
				// Repeated with each attempt. The second one is logged.
				|| (warning.contains("Couldn't join seed nodes after ") && !warning.contains("after [2] attempts"));
	}

}

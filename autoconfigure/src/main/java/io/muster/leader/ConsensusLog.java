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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

import io.muster.cluster.Node;
import io.muster.consensus.ConsensusReport;
import io.muster.consensus.ConsensusReport.CarriedOver;

/**
 * Logs what operators of Consul and Nomad look for, once each time that it changes. Times
 * are nanoseconds of a monotonic clock.
 */
final class ConsensusLog {

	/**
	 * How long it takes until it is worth a line that nobody is elected, and that there
	 * is one voter only, as a multiple of the session timeout.
	 */
	private static final int PATIENCE = 1;

	private static final int ALONE = 12;

	private static final Log logger = LogFactory.getLog(ConsensusLog.class);

	private final long sessionTimeout;

	private ConsensusReport last = ConsensusReport.NONE;

	private @Nullable String problem;

	private long problemSince;

	private boolean problemLogged;

	private @Nullable Long aloneSince;

	private boolean aloneLogged;

	ConsensusLog(long sessionTimeout) {
		this.sessionTimeout = sessionTimeout;
	}

	void log(@Nullable Node self, ConsensusReport report, long now) {
		ConsensusReport before = this.last;
		this.last = report;
		logWarning(before, report);
		logProblem(report, now);
		boolean leads = report.term() > 0 && Objects.equals(report.leader(), self);
		if (leads) {
			logVoters(before, report);
		}
		logAlone(leads && report.voters().size() == 1, now);
	}

	private void logWarning(ConsensusReport before, ConsensusReport report) {
		String warning = report.warning();
		if (warning != null && !warning.equals(before.warning())) {
			logger.warn(LogMessage.format("Consensus: %s", warning));
		}
		else if (warning == null && before.warning() != null && report.epoch() > 0) {
			logger.info("Consensus: the log of this server is stored again");
		}
	}

	private void logProblem(ConsensusReport report, long now) {
		String problem = (report.leader() == null) ? report.problem() : null;
		boolean known = report.equals(ConsensusReport.NONE) || Objects.equals(problem, report.warning());
		if (problem == null || known) {
			this.problem = null;
		}
		else if (this.problem == null || (!problem.equals(this.problem) && this.problemLogged)) {
			this.problem = problem;
			this.problemSince = now;
			this.problemLogged = false;
		}
		else if (!this.problemLogged && now - this.problemSince >= PATIENCE * this.sessionTimeout) {
			this.problemLogged = true;
			this.problem = problem;
			logger.info(LogMessage.format("Consensus: no Raft leader is elected: %s", problem));
		}
	}

	private void logVoters(ConsensusReport before, ConsensusReport report) {
		boolean same = before.epoch() == report.epoch() && before.term() == report.term();
		if (!same) {
			CarriedOver carriedOver = report.carriedOver();
			if (carriedOver != null && before.epoch() != report.epoch()) {
				logger.info(LogMessage.format("Consensus: this server founds a Raft group%s", from(carriedOver)));
			}
			logger.info(LogMessage.format("Consensus: this server leads the Raft group in term %d; the voters are %s",
					report.term(), addresses(report.voters())));
			return;
		}
		minus(report.voters(), before.voters()).forEach((peer) -> logger
			.info(LogMessage.format("Consensus: added peer %s, starting replication; the voters are %s", peer,
					addresses(report.voters()))));
		minus(before.voters(), report.voters()).forEach((peer) -> logger.info(
				LogMessage.format("Consensus: removed peer %s; the voters are %s", peer, addresses(report.voters()))));
	}

	private static String from(CarriedOver carriedOver) {
		if (carriedOver.epoch() == 0) {
			return carriedOver.complete() ? "; no earlier one is known"
					: "; there was one, of which nothing is remembered";
		}
		return ", which goes on after entry %d of the last one%s".formatted(carriedOver.index(), carriedOver.complete()
				? "" : "; entries after that may be lost, because less than a majority of its voters remember it");
	}

	private void logAlone(boolean alone, long now) {
		if (!alone) {
			this.aloneSince = null;
			this.aloneLogged = false;
		}
		else if (this.aloneSince == null) {
			this.aloneSince = now;
		}
		else if (!this.aloneLogged && now - this.aloneSince >= ALONE * this.sessionTimeout) {
			this.aloneLogged = true;
			logger.info("Consensus: this server is the only voter, so nobody leads while it is down; run three or "
					+ "five servers");
		}
	}

	private static List<String> minus(List<Node> some, List<Node> others) {
		List<Node> rest = new ArrayList<>(some);
		rest.removeAll(others);
		return addresses(rest);
	}

	private static List<String> addresses(List<Node> nodes) {
		return nodes.stream().map((node) -> node.address().hostAndPort()).toList();
	}

}

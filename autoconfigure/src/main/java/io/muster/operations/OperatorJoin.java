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

package io.muster.operations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.Rejoiner;
import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.formation.SelfContactPoint;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEngine.Registration;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointParser;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.operations.JoinOutcome.Failure;
import io.muster.operations.OperationRefusedException.Kind;

/**
 * Joins nodes by hand: asks the given contact points who is there, tells those to join
 * that are to, and then does this node's own part. All addresses are asked at once, and
 * no thread waits.
 */
public final class OperatorJoin {

	private static final Log logger = LogFactory.getLog(OperatorJoin.class);

	private static final Duration GRACE = Duration.ofSeconds(1);

	private final ClusterEngine engine;

	private final BootstrapCoordinator coordinator;

	private final ContactPointProber prober;

	private final JoinAddresses addresses;

	private final BootstrapSettings settings;

	private final Set<ContactPoint> invitations = ConcurrentHashMap.newKeySet();

	/**
	 * Create the operation.
	 * @param engine the engine
	 * @param coordinator who keeps contact points and joins
	 * @param prober who asks and tells other nodes
	 * @param parser who reads addresses
	 * @param settings the settings
	 */
	public OperatorJoin(ClusterEngine engine, BootstrapCoordinator coordinator, ContactPointProber prober,
			ContactPointParser parser, BootstrapSettings settings) {
		this.engine = engine;
		this.coordinator = coordinator;
		this.prober = prober;
		this.addresses = new JoinAddresses(parser);
		this.settings = settings;
	}

	/**
	 * Return how long a join may take at most.
	 */
	Duration timeout() {
		return requestTimeout().multipliedBy(2).plus(this.settings.joinTimeout());
	}

	private Duration requestTimeout() {
		return this.settings.requestTimeout().plus(GRACE);
	}

	/**
	 * Join.
	 * @param addresses the contact points of other nodes
	 * @param removal brings this node in with a fresh incarnation of the engine
	 * @return the outcome, or an {@link OperationRefusedException}
	 * @throws OperationRefusedException if the addresses can not be used
	 */
	CompletableFuture<JoinOutcome> join(Collection<String> addresses, Rejoiner removal) {
		return join(this.addresses.parse(addresses), removal, true);
	}

	/**
	 * Join, because another node says that an operator wants it. Returns at once.
	 * @param target through whom to join
	 * @param removal brings this node in with a fresh incarnation of the engine
	 */
	void invited(ContactPoint target, Rejoiner removal) {
		if (!this.invitations.add(target)) {
			return;
		}
		logger.info("This node was told by another to join through " + target);
		CompletableFuture<JoinOutcome> joined;
		try {
			joined = join(Map.of(target.toString(), target), removal, false);
		}
		catch (RuntimeException ex) {
			joined = CompletableFuture.failedFuture(ex);
		}
		joined.whenComplete((outcome, failure) -> {
			this.invitations.remove(target);
			if (failure != null) {
				Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
				logger.warn("This node was told by another to join through %s, but does not: %s".formatted(target,
						cause.getMessage()));
			}
		});
	}

	private CompletableFuture<JoinOutcome> join(Map<String, ContactPoint> addresses, Rejoiner removal, boolean invite) {
		JoinPlan plan = plan();
		SelfContactPoint self = this.coordinator.selfContactPoint();
		Predicate<ContactPoint> isSelf = self.matcher();
		List<ContactPoint> others = addresses.values().stream().filter(isSelf.negate()).toList();
		if (others.isEmpty()) {
			throw new OperationRefusedException(Kind.INVALID,
					addresses.keySet() + " is this node itself: name another");
		}
		return ask(others, (contactPoint) -> this.prober.probe(contactPoint, null)).thenCompose((results) -> {
			// The state of this moment: asking took its time.
			JoinPlan latest = plan();
			addresses.values().stream().filter(isSelf).forEach(latest::self);
			results.forEach(latest::probed);
			latest.check();
			checkEnter(latest);
			return (invite ? invite(latest, self.local()) : CompletableFuture.completedFuture(latest))
				.thenCompose((told) -> carryOut(told, addresses, removal));
		});
	}

	private JoinPlan plan() {
		ClusterState state = this.engine.state();
		Node self = state.self();
		if (self == null || state.status() == EngineStatus.NEW || state.status() == EngineStatus.STOPPED) {
			throw new OperationRefusedException(Kind.UNAVAILABLE,
					"The cluster engine is " + ((state.status() == EngineStatus.STOPPED) ? "stopped" : "starting"));
		}
		if (state.status() == EngineStatus.LEAVING) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"This node is leaving its cluster: tell it to join once it has left");
		}
		return new JoinPlan(self, state);
	}

	private void checkEnter(JoinPlan plan) {
		if (needsFreshEngine(plan) && !this.engine.isRestartable()) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"This node can enter another cluster only as another process, because the application uses the "
							+ "engine's ActorSystem, which can not: start the application again");
		}
	}

	private boolean needsFreshEngine(JoinPlan plan) {
		return switch (this.engine.state().status()) {
			case REMOVED -> true;
			case MEMBER -> plan.joins();
			default -> false;
		};
	}

	private CompletableFuture<JoinPlan> invite(JoinPlan plan, @Nullable ContactPoint local) {
		ContactPoint target = plan.target(local);
		Set<ContactPoint> invited = plan.invited();
		if (target == null) {
			invited.forEach((contactPoint) -> plan.notInvited(contactPoint,
					"can not be told to join this node, which has no web server"));
			return CompletableFuture.completedFuture(plan);
		}
		return ask(invited, (contactPoint) -> this.prober.invite(contactPoint, target)).thenApply((results) -> {
			results.forEach((contactPoint, result) -> {
				if (result instanceof Failed failed) {
					plan.notInvited(contactPoint, failed.reason());
				}
			});
			return plan;
		});
	}

	private CompletableFuture<Map<ContactPoint, ProbeResult>> ask(Collection<ContactPoint> contactPoints,
			Function<ContactPoint, CompletableFuture<ProbeResult>> question) {
		Map<ContactPoint, CompletableFuture<ProbeResult>> answers = new LinkedHashMap<>();
		Failed silent = new Failed(ProbeResult.Kind.SILENT, "gave no answer in time");
		contactPoints.forEach((contactPoint) -> answers.put(contactPoint,
				question.apply(contactPoint)
					.completeOnTimeout(silent, requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
					.exceptionally((failure) -> new Failed(ProbeResult.Kind.WRONG, "could not be asked: " + failure))));
		return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new)).thenApply((done) -> {
			Map<ContactPoint, ProbeResult> results = new LinkedHashMap<>();
			answers.forEach((contactPoint, answer) -> results.put(contactPoint, answer.join()));
			return results;
		});
	}

	private CompletableFuture<JoinOutcome> carryOut(JoinPlan plan, Map<String, ContactPoint> addresses,
			Rejoiner removal) {
		List<Failure> failures = new ArrayList<>();
		addresses.forEach((address, contactPoint) -> {
			if (!plan.isContacted(contactPoint)) {
				failures.add(new Failure(address, plan.failure(contactPoint)));
			}
		});
		if (plan.others().isEmpty()) {
			throw new OperationRefusedException((failures.isEmpty()) ? Kind.INVALID : Kind.UNREACHABLE,
					(failures.isEmpty()) ? addresses.keySet() + " is this node itself: name another"
							: "Failed to join any nodes. %s %s".formatted(failures.get(0).address(),
									failures.get(0).reason()),
					failures);
		}
		enter(plan, removal);
		return joined(plan).thenApply((joined) -> new JoinOutcome(plan.contacted(), plan.message(joined), failures));
	}

	/**
	 * Return whether there is a cluster to join. If there is none, but the nodes that
	 * were contacted are enough to found one, that is waited for: who reads the answer
	 * wants to know what became of it.
	 */
	private CompletableFuture<Boolean> joined(JoinPlan plan) {
		if (plan.isCluster() || !plan.isEnough(this.settings.requiredContactPointNr())) {
			return CompletableFuture.completedFuture(plan.isCluster());
		}
		CompletableFuture<Boolean> member = new CompletableFuture<>();
		Registration registration = this.engine.addListener((state) -> {
			if (state.status() == EngineStatus.MEMBER) {
				member.complete(true);
			}
		});
		return member.completeOnTimeout(false, this.settings.joinTimeout().toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((joined, failure) -> registration.remove());
	}

	private void enter(JoinPlan plan, Rejoiner removal) {
		Set<ContactPoint> givingWay = plan.givingWay();
		List<ContactPoint> others = plan.others()
			.stream()
			.filter((contactPoint) -> !givingWay.contains(contactPoint))
			.toList();
		givingWay.retainAll(plan.others());
		this.coordinator.toldLater(givingWay, this.settings.joinTimeout());
		if (needsFreshEngine(plan)) {
			this.coordinator.keep(others);
			removal.enter(plan.seedNodes());
			return;
		}
		EngineStatus status = this.engine.state().status();
		boolean started = this.coordinator.isStarted();
		this.coordinator.told(others, plan.seedNodes());
		if (!started && status == EngineStatus.STARTED) {
			this.coordinator.enter(plan.seedNodes());
		}
		else if (!started && status == EngineStatus.JOINING && plan.joins()) {
			this.engine.join(plan.seedNodes());
		}
	}

}

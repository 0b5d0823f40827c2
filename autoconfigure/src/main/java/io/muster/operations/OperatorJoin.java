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
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.muster.bootstrap.NodeControl;
import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.formation.SelfContactPoint;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEngine.Registration;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointParser;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.operations.JoinOutcome.Failure;
import io.muster.operations.OperationRefusedException.Kind;

/**
 * Joins this node and others on behalf of an operator: probes the given contact points,
 * invites the nodes that have to join, and then does this node's own part. All contact
 * points are probed at the same time, and no thread waits for them.
 */
public final class OperatorJoin {

	private static final Log logger = LogFactory.getLog(OperatorJoin.class);

	/**
	 * Time in addition to the request timeout, which a prober is expected to keep by
	 * itself.
	 */
	private static final Duration GRACE = Duration.ofSeconds(1);

	/**
	 * How long a node that does not answer, or is starting, is asked again. A node on a
	 * busy machine may need longer than one request timeout.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final ClusterEngine engine;

	private final NodeControl node;

	private final ContactPointProber prober;

	private final JoinAddresses addresses;

	private final Supplier<SelfContactPoint> selfContactPoint;

	private final BootstrapSettings settings;

	private final Set<ContactPoint> invitations = ConcurrentHashMap.newKeySet();

	/**
	 * Create the operation.
	 * @param engine the engine
	 * @param node has this node enter a cluster
	 * @param prober probes and invites other nodes
	 * @param parser reads addresses
	 * @param selfContactPoint gives this node's own contact point
	 * @param settings the settings
	 */
	public OperatorJoin(ClusterEngine engine, NodeControl node, ContactPointProber prober, ContactPointParser parser,
			Supplier<SelfContactPoint> selfContactPoint, BootstrapSettings settings) {
		this.engine = engine;
		this.node = node;
		this.prober = prober;
		this.addresses = new JoinAddresses(parser);
		this.selfContactPoint = selfContactPoint;
		this.settings = settings;
	}

	/**
	 * Return how long a join may take at most: probing, inviting, waiting for nodes that
	 * come by themselves, and for a cluster that the nodes found.
	 */
	Duration timeout() {
		Duration question = requestTimeout().plus(PATIENCE);
		Duration coming = requestTimeout().plus(this.settings.joinTimeout());
		return question.multipliedBy(2).plus(coming).plus(this.settings.joinTimeout());
	}

	private Duration requestTimeout() {
		return this.settings.requestTimeout().plus(GRACE);
	}

	/**
	 * Join.
	 * @param addresses the addresses of other nodes
	 * @return completes with the outcome or an {@link OperationRefusedException}
	 * @throws OperationRefusedException if the addresses cannot be used
	 */
	CompletableFuture<JoinOutcome> join(Collection<String> addresses) {
		return join(this.addresses.parse(addresses), true);
	}

	/**
	 * Join because another node sent an invitation. Returns at once. A second invitation
	 * to the same contact point is ignored while the first one is being followed.
	 * @param target the contact point to join through
	 */
	void invited(ContactPoint target) {
		if (!this.invitations.add(target)) {
			return;
		}
		logger.info("Another node invites this one to join through " + target);
		CompletableFuture<JoinOutcome> joined;
		try {
			joined = join(Map.of(target.toString(), target), false);
		}
		catch (RuntimeException ex) {
			joined = CompletableFuture.failedFuture(ex);
		}
		joined.whenComplete((outcome, failure) -> {
			this.invitations.remove(target);
			if (failure != null) {
				Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
				logger.warn("This node does not follow the invitation to join through %s: %s".formatted(target,
						cause.getMessage()));
			}
		});
	}

	private CompletableFuture<JoinOutcome> join(Map<String, ContactPoint> addresses, boolean invite) {
		checkEngine(this.engine.state());
		SelfContactPoint self = this.selfContactPoint.get();
		Predicate<ContactPoint> isSelf = self::matches;
		Set<ContactPoint> own = addresses.values().stream().filter(isSelf).collect(Collectors.toSet());
		List<ContactPoint> others = addresses.values().stream().filter(isSelf.negate()).toList();
		if (others.isEmpty()) {
			throw onlyItself(addresses);
		}
		return ask(others, this::probe).thenCompose((answers) -> {
			// The state may have changed while the probes took their time.
			ClusterState state = this.engine.state();
			checkEngine(state);
			JoinPlan plan = JoinPlan.of(state, own, answers);
			checkRestart(state.status(), plan);
			return (invite ? invite(plan, self) : CompletableFuture.completedFuture(plan))
				.thenCompose((rest) -> carryOut(rest, addresses));
		});
	}

	private static OperationRefusedException onlyItself(Map<String, ContactPoint> addresses) {
		return new OperationRefusedException(Kind.INVALID, addresses.keySet() + " is this node itself: name another");
	}

	private static void checkEngine(ClusterState state) {
		if (state.self() == null || state.status() == EngineStatus.NEW || state.status() == EngineStatus.STOPPED) {
			throw new OperationRefusedException(Kind.UNAVAILABLE,
					"The cluster engine is " + ((state.status() == EngineStatus.STOPPED) ? "stopped" : "starting"));
		}
		if (state.status() == EngineStatus.LEAVING) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"This node is leaving its cluster: have it join once it has left");
		}
	}

	/**
	 * Refuse what needs a fresh incarnation of an engine that cannot have one.
	 */
	private void checkRestart(EngineStatus status, JoinPlan plan) {
		boolean restart = status == EngineStatus.REMOVED || (status == EngineStatus.MEMBER && plan.joins());
		if (restart && !this.engine.isRestartable()) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"This node can enter another cluster only as another process, because the application uses the "
							+ "engine's ActorSystem, which cannot: start the application again");
		}
	}

	private CompletableFuture<JoinPlan> invite(JoinPlan plan, SelfContactPoint self) {
		ContactPoint target = plan.target(self.local());
		Map<ContactPoint, String> refusals = new LinkedHashMap<>();
		if (target == null) {
			plan.invited()
				.forEach((contactPoint) -> refusals.put(contactPoint,
						"cannot be invited to join this node, which has no web server"));
			return CompletableFuture.completedFuture(plan.without(refusals));
		}
		return ask(plan.invited(), (contactPoint) -> this.prober.invite(contactPoint, target))
			.thenCompose((answers) -> {
				answers.forEach((contactPoint, answer) -> {
					if (answer instanceof Failed failed) {
						refusals.put(contactPoint, failed.reason());
					}
				});
				return comingByThemselves(plan, refusals.keySet(), self);
			})
			.thenApply((coming) -> {
				refusals.keySet().removeAll(coming);
				return plan.without(refusals);
			});
	}

	/**
	 * Find out which nodes outside come by themselves, although they take no invitation
	 * from this one: the probes introduced it, and a node that believes an introduction
	 * probes the other, and then joins or founds with it.
	 */
	private CompletableFuture<Set<ContactPoint>> comingByThemselves(JoinPlan plan, Set<ContactPoint> refusing,
			SelfContactPoint self) {
		Map<ContactPoint, CompletableFuture<Boolean>> coming = new LinkedHashMap<>();
		PatientQuestion question = new PatientQuestion(this::probe, requestTimeout(), this.settings.joinTimeout());
		for (ContactPoint contactPoint : refusing) {
			if (plan.isOutside(contactPoint)) {
				Predicate<ProbeResult> comes = (answer) -> plan.comes(contactPoint, answer, self::matches);
				coming.put(contactPoint, question.ask(contactPoint, comes).thenApply(comes::test));
			}
		}
		return all(coming).thenApply((results) -> results.entrySet()
			.stream()
			.filter(Map.Entry::getValue)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet()));
	}

	private CompletableFuture<ProbeResult> probe(ContactPoint contactPoint) {
		return this.prober.probe(contactPoint, null);
	}

	private CompletableFuture<Map<ContactPoint, ProbeResult>> ask(Collection<ContactPoint> contactPoints,
			Function<ContactPoint, CompletableFuture<ProbeResult>> question) {
		PatientQuestion patient = new PatientQuestion(question, requestTimeout(), PATIENCE);
		Map<ContactPoint, CompletableFuture<ProbeResult>> answers = new LinkedHashMap<>();
		contactPoints
			.forEach((contactPoint) -> answers.put(contactPoint, patient.ask(contactPoint, PatientQuestion::isFinal)));
		return all(answers);
	}

	private static <T> CompletableFuture<Map<ContactPoint, T>> all(Map<ContactPoint, CompletableFuture<T>> futures) {
		return CompletableFuture.allOf(futures.values().toArray(CompletableFuture[]::new)).thenApply((done) -> {
			Map<ContactPoint, T> results = new LinkedHashMap<>();
			futures.forEach((contactPoint, future) -> results.put(contactPoint, future.join()));
			return results;
		});
	}

	private CompletableFuture<JoinOutcome> carryOut(JoinPlan plan, Map<String, ContactPoint> addresses) {
		List<Failure> failures = new ArrayList<>();
		addresses.forEach((address, contactPoint) -> {
			if (!plan.isContacted(contactPoint)) {
				failures.add(new Failure(address, plan.failure(contactPoint)));
			}
		});
		if (plan.others().isEmpty()) {
			throw (failures.isEmpty()) ? onlyItself(addresses) : new OperationRefusedException(Kind.UNREACHABLE,
					"Failed to join any nodes. %s %s".formatted(failures.get(0).address(), failures.get(0).reason()),
					failures);
		}
		enter(plan);
		return joined(plan).thenApply((joined) -> new JoinOutcome(plan.contacted(), plan.message(joined), failures));
	}

	private void enter(JoinPlan plan) {
		Set<ContactPoint> givingWay = plan.givingWay();
		Predicate<ContactPoint> givesWay = givingWay::contains;
		try {
			this.node.addContactPoints(plan.others().stream().filter(givesWay).toList(), this.settings.joinTimeout());
			this.node.enter(plan.others().stream().filter(givesWay.negate()).toList(), plan.seedNodes());
		}
		catch (IllegalStateException ex) {
			throw new OperationRefusedException(Kind.UNAVAILABLE, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Return whether there is a cluster to join. If there is none, but the contacted
	 * nodes are enough to found one, the operator's answer waits for it.
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

}

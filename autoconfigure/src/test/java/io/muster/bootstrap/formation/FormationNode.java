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

package io.muster.bootstrap.formation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.BootstrapCommand.CheckEngine;
import io.muster.bootstrap.formation.BootstrapCommand.Connect;
import io.muster.bootstrap.formation.BootstrapCommand.Found;
import io.muster.bootstrap.formation.BootstrapCommand.GiveUp;
import io.muster.bootstrap.formation.BootstrapCommand.Join;
import io.muster.bootstrap.formation.BootstrapCommand.Level;
import io.muster.bootstrap.formation.BootstrapCommand.LookUp;
import io.muster.bootstrap.formation.BootstrapCommand.Probe;
import io.muster.bootstrap.formation.BootstrapCommand.Rejoin;
import io.muster.bootstrap.formation.BootstrapCommand.ReportSplit;
import io.muster.bootstrap.formation.BootstrapCommand.Say;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChecked;
import io.muster.bootstrap.formation.BootstrapEvent.Introduced;
import io.muster.bootstrap.formation.BootstrapEvent.JoinedExplicitly;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.bootstrap.formation.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.formation.BootstrapEvent.SelfContactPointChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Stopped;
import io.muster.bootstrap.formation.BootstrapEvent.Tick;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodesMapper;

/**
 * A node in a {@link FormationWorld}: a {@link FormationDriver} and what the coordinator
 * does around it, in simulated time.
 */
public final class FormationNode implements FormationDriver.Host {

	private final FormationWorld world;

	private final Node self;

	private final SelfContactPoint contactPoint;

	private final FormationDriver formation;

	private Advertisement advertised;

	private DurableState stored;

	private @Nullable String storeFailure;

	private Set<ContactPoint> aliases = Set.of();

	private List<Member> members = List.of();

	private String transport = "";

	private final Map<NodeAddress, EngineReach> reaches = new HashMap<>();

	private final List<List<NodeAddress>> joins = new ArrayList<>();

	private final List<NodeAddress> connects = new ArrayList<>();

	private final List<List<NodeAddress>> rejoins = new ArrayList<>();

	private final List<@Nullable Split> splits = new ArrayList<>();

	private final List<Say> said = new ArrayList<>();

	private final List<String> saidText = new ArrayList<>();

	private int foundings;

	private boolean obeying;

	private boolean member;

	private boolean dead;

	private Set<ContactPoint> cutOff = Set.of();

	private @Nullable String gaveUp;

	private long tick;

	public FormationNode(FormationWorld world, Node self, SelfContactPoint contactPoint, Formation formation) {
		this.world = world;
		this.self = self;
		this.contactPoint = contactPoint;
		this.advertised = formation.advertised();
		this.stored = formation.durableState();
		this.formation = new FormationDriver(formation, this);
	}

	/**
	 * Have the engine run commands at once, and have the contact point answer.
	 */
	public FormationNode withEngine() {
		this.obeying = true;
		ContactPoint local = this.contactPoint.local();
		if (local != null) {
			this.world.at(local).answers(this::answer);
		}
		return this;
	}

	/**
	 * Have the engine run commands at once. The node introduces itself with each probe,
	 * takes all introductions, and answers what bootstrap advertises.
	 */
	public FormationNode introducing() {
		this.obeying = true;
		this.world.introducing(this.contactPoint.local(), this);
		this.world.at(this.contactPoint.local()).answers(() -> new ProbeResult.Answered(shown()));
		return this;
	}

	/**
	 * Answer with what bootstrap advertises, and say who this node is with each probe, as
	 * in an application. The engine does not run commands by itself.
	 */
	public FormationNode talking() {
		this.world.talking(this.contactPoint.local(), this);
		this.world.at(this.contactPoint.local())
			.answers(() -> new ProbeResult.Answered(
					SeedNodesMapper.read(SeedNodesMapper.write(this.advertised.answer(state())))));
		return this;
	}

	private ClusterState state() {
		return new ClusterState(this.members.isEmpty() ? EngineStatus.STARTED : EngineStatus.MEMBER, this.self,
				this.members, null, List.of());
	}

	/**
	 * Have the engine say that these are the members of its cluster.
	 */
	public FormationNode memberOf(Member... members) {
		this.members = List.of(members);
		receive(EngineChanged.of(state()));
		return this;
	}

	/**
	 * Have attempts to connect to the engine of a node end like this.
	 */
	public FormationNode reaching(NodeAddress node, EngineReach reach) {
		this.reaches.put(node, reach);
		return this;
	}

	private SeedNodes shown() {
		Advertisement shown = this.advertised;
		String host = this.self.address().host();
		SeedNodes answer = this.member ? TestNodes.answer(host, host) : TestNodes.answer(host);
		return new SeedNodes(answer.selfNode(), answer.seedNodes(),
				new Extension(Extension.VERSION, this.self.uid(), shown.votes(), shown.vote(),
						report().requiredContactPointNr(), true, shown.contactPoints().stream().sorted().toList(),
						!this.member ? shown.previous() : null, null, NodeProfile.DEFAULT, shown.remarks()));
	}

	/**
	 * Have no answer from these places from now on, and from all others.
	 */
	public void cutOffFrom(String... places) {
		this.cutOff = TestNodes.contactPoints(places);
	}

	/**
	 * End without a word.
	 */
	public void kill() {
		this.dead = true;
		this.world.introducing(this.contactPoint.local(), null);
		this.world.at(this.contactPoint.local()).fails(Kind.REFUSED, "refused the connection");
	}

	private ProbeResult answer() {
		String host = this.self.address().host();
		SeedNodes seedNodes = TestNodes.requiring(report().requiredContactPointNr(),
				this.member ? TestNodes.answer(host, host) : TestNodes.answer(host));
		return new ProbeResult.Answered(seedNodes);
	}

	/**
	 * Have the engine connect to others by this transport.
	 */
	public FormationNode transport(String transport) {
		this.transport = transport;
		return this;
	}

	public FormationNode start() {
		receive(new Started(this.self, this.contactPoint, List.of(), ExplicitSeedNodes.NONE, this.transport, 0));
		return this;
	}

	public void engine(EngineStatus status) {
		this.member = status == EngineStatus.MEMBER;
		receive(new EngineChanged(status, List.of()));
	}

	/**
	 * Have the engine say that no server is a member, only these clients.
	 */
	public void memberOfClients(Node... clients) {
		this.member = true;
		receive(new EngineChanged(EngineStatus.MEMBER, List.of(clients), List.of(), false, false));
	}

	/**
	 * Have the engine say that this node is a member, among others.
	 */
	public void memberOf(Node... members) {
		this.member = true;
		receive(new EngineChanged(EngineStatus.MEMBER, List.of(members)));
	}

	/**
	 * Have the application join through members of its own choice.
	 */
	public void joinsExplicitly(String... places) {
		receive(new JoinedExplicitly(Arrays.stream(places).map(TestNodes::address).toList()));
	}

	/**
	 * Have the engine say that this node is in a cluster that is forming.
	 */
	public void formingOf(Node... members) {
		receive(new EngineChanged(EngineStatus.JOINING, List.of(members)));
	}

	public void registryChanged() {
		receive(new RegistryChanged());
	}

	public void stop() {
		receive(new Stopped());
	}

	/**
	 * Have the node take the result of a probe that it did not ask the world for.
	 */
	public void probed(String place, long sentAt, ProbeResult result) {
		receive(new Probed(TestNodes.contactPoint(place), sentAt, result));
	}

	public void failed(String place, Kind kind, String reason) {
		probed(place, this.world.now(), new Failed(kind, reason));
	}

	public void receive(BootstrapEvent event) {
		if (this.dead) {
			return;
		}
		long next = this.formation.accept(event, this.world.now()).nextTick();
		long tick = ++this.tick;
		if (next != Long.MAX_VALUE) {
			this.world.in(Math.max(1, next - this.world.now()), () -> {
				if (tick == this.tick) {
					receive(new Tick());
				}
			});
		}
	}

	@Override
	public @Nullable String store(DurableState state) {
		if (this.storeFailure == null) {
			this.stored = state;
		}
		return this.storeFailure;
	}

	/**
	 * Set why its storage fails, {@code null} if it does not.
	 */
	public void failToStore(@Nullable String reason) {
		this.storeFailure = reason;
	}

	@Override
	public void advertise(Advertisement advertisement) {
		this.advertised = advertisement;
	}

	@Override
	public void run(BootstrapCommand command) {
		long now = this.world.now();
		if (command instanceof LookUp lookUp) {
			this.world.source(lookUp.source())
				.lookup((known, failure) -> this.world.in(0,
						() -> lookedUp((known != null) ? new Discovered(lookUp.source(), known)
								: new LookupFailed(lookUp.source(), String.valueOf(failure)))));
		}
		else if (command instanceof Probe probe) {
			if (this.cutOff.contains(probe.contactPoint())) {
				this.world.in(1000, () -> receive(
						new Probed(probe.contactPoint(), now, new Failed(Kind.SILENT, "gave no answer"))));
				return;
			}
			FormationNode other = this.world.introducing(probe.contactPoint());
			if (other != null && this.contactPoint.local() != null) {
				this.world.in(0, () -> other.receive(new Introduced(this.contactPoint.local())));
			}
			FormationNode talking = this.world.talking(probe.contactPoint());
			if (talking != null && this.contactPoint.local() != null) {
				Announcement announcement = new Announcement(this.contactPoint.local(), this.self.address(),
						!this.members.isEmpty(), probe.announcing(), false, this.self.address().host());
				this.world.in(0, () -> talking.receive(new Announced(announcement)));
			}
			this.world.at(probe.contactPoint())
				.probe((result) -> receive(new Probed(probe.contactPoint(), now, result)));
		}
		else if (command instanceof CheckEngine check) {
			this.world.in(10, () -> receive(
					new EngineChecked(check.node(), this.reaches.getOrDefault(check.node(), EngineReach.CONNECTS))));
		}
		else if (command instanceof Connect connect) {
			this.connects.add(connect.node());
		}
		else if (command instanceof Join join) {
			this.joins.add(join.seedNodes());
			obey();
		}
		else if (command instanceof Found) {
			this.foundings++;
			obey();
		}
		else if (command instanceof GiveUp giveUp) {
			this.gaveUp = giveUp.reason();
		}
		else if (command instanceof Rejoin rejoin) {
			this.rejoins.add(rejoin.seedNodes());
		}
		else if (command instanceof ReportSplit report) {
			this.splits.add(report.split());
		}
		else if (command instanceof Say say) {
			this.said.add(say);
			this.saidText.add(say.text());
		}
	}

	private void obey() {
		if (this.obeying) {
			this.world.in(0, () -> engine(EngineStatus.JOINING));
			this.world.in(50, () -> engine(EngineStatus.MEMBER));
		}
	}

	public BootstrapReport report() {
		return this.formation.report(this.world.now());
	}

	public BootstrapPhase phase() {
		return report().phase();
	}

	public String waitingFor() {
		return String.valueOf(report().waitingFor());
	}

	/**
	 * Return the seed nodes of each command to join another cluster.
	 */
	public List<List<NodeAddress>> rejoins() {
		return this.rejoins;
	}

	/**
	 * Return the second clusters that it reported, {@code null} where it saw none any
	 * more.
	 */
	public List<@Nullable Split> splits() {
		return this.splits;
	}

	/**
	 * Return the nodes that its engine was to connect to.
	 */
	public List<NodeAddress> connects() {
		return this.connects;
	}

	public int foundings() {
		return this.foundings;
	}

	public List<List<NodeAddress>> joins() {
		return this.joins;
	}

	public @Nullable String gaveUp() {
		return this.gaveUp;
	}

	/**
	 * Return all that it said.
	 */
	public List<String> said() {
		return this.saidText;
	}

	public List<String> warnings() {
		return this.said.stream().filter((say) -> say.level() != Level.INFO).map(Say::text).toList();
	}

	public List<Level> levels() {
		return this.said.stream().map(Say::level).toList();
	}

	public List<String> infos() {
		return this.said.stream().filter((say) -> say.level() == Level.INFO).map(Say::text).toList();
	}

	/**
	 * Forget what it said until now.
	 */
	public FormationNode hush() {
		this.said.clear();
		this.saidText.clear();
		return this;
	}

	/**
	 * Give this node further names, which it finds out with its next lookup.
	 */
	public void aliases(String... places) {
		this.aliases = TestNodes.contactPoints(places);
	}

	/**
	 * Have the web server of this node start, which was not there before.
	 */
	public void serverStarts(SelfContactPoint contactPoint) {
		receive(new SelfContactPointChanged(contactPoint));
	}

	private void lookedUp(BootstrapEvent event) {
		if (!this.aliases.isEmpty()) {
			receive(new SelfContactPointChanged(new SelfContactPoint(this.contactPoint.local(), this.aliases)));
		}
		receive(event);
	}

	/**
	 * Return what others are answered from.
	 */
	public Advertisement advertised() {
		return this.advertised;
	}

	/**
	 * Return what was stored last.
	 */
	public DurableState stored() {
		return this.stored;
	}

}

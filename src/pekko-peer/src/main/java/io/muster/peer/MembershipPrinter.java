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

package io.muster.peer;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.Member;

/**
 * Actor that prints one line for each change of the membership: the name of the event,
 * the address of the member and the time in milliseconds.
 */
final class MembershipPrinter extends AbstractActor {

	private final Cluster cluster = Cluster.get(getContext().getSystem());

	@Override
	public void preStart() {
		this.cluster.subscribe(getSelf(), ClusterEvent.initialStateAsEvents(), MemberEvent.class,
				ReachabilityEvent.class);
	}

	@Override
	public void postStop() {
		this.cluster.unsubscribe(getSelf());
	}

	@Override
	public Receive createReceive() {
		return receiveBuilder().match(MemberEvent.class, (event) -> print(event, event.member()))
			.match(ReachabilityEvent.class, (event) -> print(event, event.member()))
			.build();
	}

	private void print(Object event, Member member) {
		System.out
			.println(event.getClass().getSimpleName() + " " + member.address() + " " + System.currentTimeMillis());
	}

}

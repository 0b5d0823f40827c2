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

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * Starts a node that finds its cluster with Pekko Management Cluster Bootstrap and does
 * not use Muster. It is configured like any Pekko application: system properties, or a
 * file named with {@code -Dconfig.file}, override {@code application.conf}.
 */
public final class PekkoPeer {

	private PekkoPeer() {
	}

	public static void main(String[] args) {
		Config config = ConfigFactory.load();
		ActorSystem system = ActorSystem.create(config.getString("peer.name"), config);
		system.actorOf(Props.create(MembershipPrinter.class), "membership");
		PekkoManagement.get(system).start().toCompletableFuture().join();
		System.out.println("bootstrap-start " + System.currentTimeMillis());
		ClusterBootstrap.get(system).start();
	}

}

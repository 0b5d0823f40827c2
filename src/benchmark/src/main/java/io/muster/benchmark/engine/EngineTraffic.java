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

package io.muster.benchmark.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Messages between the engines of two nodes, as many as they can, a limited number of
 * them under way at a time. It is added to the sample application, and prints how many
 * came.
 */
@Configuration(proxyBeanMethods = false)
public class EngineTraffic {

	/**
	 * With what a line begins that says how many messages came.
	 */
	static final String LINE = "Messages of ";

	private static final String ACTOR = "traffic";

	private static final Duration WARM_UP = Duration.ofSeconds(3);

	@Bean
	ApplicationRunner traffic(ActorSystem system, @Value("${traffic.to:}") String to,
			@Value("${traffic.seconds:5}") int seconds) {
		return (arguments) -> {
			if (to.isEmpty()) {
				system.actorOf(Props.create(Receiver.class, Receiver::new), ACTOR);
			}
			else {
				Cluster.get(system)
					.registerOnMemberUp(() -> system.actorOf(Props.create(Sender.class,
							() -> new Sender(to + "/user/" + ACTOR, Duration.ofSeconds(seconds)))));
			}
		};
	}

	/**
	 * How large messages are.
	 */
	enum Size {

		SMALL(1_000, 1_000),

		LARGE(100_000, 60);

		private final int bytes;

		private final int batch;

		Size(int bytes, int underWay) {
			this.bytes = bytes;
			this.batch = underWay / 4;
		}

		int bytes() {
			return this.bytes;
		}

		private static Size of(byte[] message) {
			return (message.length == SMALL.bytes) ? SMALL : LARGE;
		}

	}

	/**
	 * Says when a batch of messages has come.
	 */
	private static final class Receiver extends AbstractActor {

		private int count;

		@Override
		public Receive createReceive() {
			return receiveBuilder().match(byte[].class, this::take).build();
		}

		private void take(byte[] message) {
			this.count++;
			if (this.count == Size.of(message).batch) {
				this.count = 0;
				getSender().tell((long) message.length, getSelf());
			}
		}

	}

	/**
	 * Sends four batches, and then one for each that has come.
	 */
	private static final class Sender extends AbstractActor {

		private static final String FIND = "find";

		private final String receiver;

		private final Duration measured;

		private final Iterator<Size> sizes = List.of(Size.values()).iterator();

		private Size size = Size.SMALL;

		private byte[] message = new byte[0];

		private @Nullable ActorRef target;

		private int underWay;

		private long begin;

		private long came;

		private boolean over;

		Sender(String receiver, Duration measured) {
			this.receiver = receiver;
			this.measured = measured;
		}

		@Override
		public void preStart() {
			getSelf().tell(FIND, getSelf());
		}

		@Override
		public Receive createReceive() {
			return receiveBuilder().matchEquals(FIND, (find) -> find())
				.match(ActorIdentity.class, this::found)
				.match(Long.class, (bytes) -> batchCame())
				.build();
		}

		private void find() {
			if (this.target == null) {
				getContext().actorSelection(this.receiver).tell(new Identify(FIND), getSelf());
				getContext().getSystem()
					.scheduler()
					.scheduleOnce(Duration.ofMillis(200), getSelf(), FIND, getContext().getDispatcher(), getSelf());
			}
		}

		private void found(ActorIdentity identity) {
			if (this.target == null && identity.getActorRef().isPresent()) {
				this.target = identity.getActorRef().get();
				next();
			}
		}

		private void next() {
			this.over = !this.sizes.hasNext();
			if (this.over) {
				return;
			}
			this.size = this.sizes.next();
			this.message = new byte[this.size.bytes];
			Arrays.fill(this.message, (byte) 'm');
			this.came = 0;
			this.begin = System.nanoTime() + WARM_UP.toNanos();
			for (int i = 0; i < 4; i++) {
				send();
			}
		}

		private void send() {
			ActorRef target = this.target;
			for (int i = 0; target != null && i < this.size.batch; i++) {
				target.tell(this.message, getSelf());
			}
			this.underWay++;
		}

		private void batchCame() {
			this.underWay--;
			long time = System.nanoTime() - this.begin;
			if (time > 0) {
				this.came += this.size.batch;
			}
			if (time < this.measured.toNanos()) {
				send();
			}
			else if (this.underWay == 0 && !this.over) {
				System.out.println(LINE + String.format(Locale.ROOT, "%d bytes: %.0f per second", this.size.bytes,
						this.came / (time / 1e9)));
				next();
			}
		}

	}

}

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

package com.example.orders;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.muster.cluster.ClusterEvent;
import io.muster.leader.LeadershipEvent;

/**
 * Keeps what happened.
 */
@Component
public class ClusterLog {

	private final List<Object> events = new CopyOnWriteArrayList<>();

	@EventListener
	void on(ClusterEvent event) {
		this.events.add(event);
	}

	@EventListener
	void on(LeadershipEvent event) {
		this.events.add(event);
	}

	public List<Object> events() {
		return this.events;
	}

}

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

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PromptGossip}. {@link PekkoClusterEngineTests} show what it does.
 */
@ExtendWith(OutputCaptureExtension.class)
class PromptGossipTests {

	@Test
	void isDoneWithoutWhereAnotherVersionOfPekkoLacksIt(CapturedOutput output) {
		Cluster cluster = mock();
		given(cluster.clusterCore()).willThrow(new NoSuchMethodError("clusterCore"));
		assertThat(PromptGossip.create(cluster, ActorRef.noSender())).isNull();
		assertThat(output).contains("This version of Pekko takes no gossip out of turn");
	}

}

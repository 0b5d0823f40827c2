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

package io.muster.test.fake;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

import io.muster.autoconfigure.LeaderAutoConfiguration;

/**
 * Annotation for a test class whose application context is to have a {@link FakeCluster},
 * in place of the cluster of one that tests have otherwise. It is a bean to inject. What
 * goes with it, {@code Leaderships}, {@code Leadership}, {@code Locks} and methods with
 * {@code @OnLeader}, is there as well, also in slices such as {@code @WebMvcTest}.
 * <p>
 * After each test, the fake {@linkplain FakeCluster#reset() goes back to the beginning}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(LeaderAutoConfiguration.class)
public @interface AutoConfigureFakeCluster {

}

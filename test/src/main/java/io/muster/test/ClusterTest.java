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

package io.muster.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Annotation for a test class that needs the application as a cluster. It starts the
 * application several times in this JVM: each node has its own application context, web
 * server and cluster engine, at free ports of 127.0.0.1. Constructors and methods of the
 * test get the {@link TestCluster} as a parameter.
 * <p>
 * The cluster is started before the first test of the class, and stopped after the last.
 * When a test begins, all nodes are members, and one of them leads. A test that stops,
 * kills or isolates a node does not surprise the next one: all nodes are stopped, and
 * started anew. Other state of the application stays from test to test.
 * <p>
 * The application is found as {@code @SpringBootTest} does it. {@code @ActiveProfiles},
 * {@code @TestPropertySource}, {@code @DynamicPropertySource}, {@code @Import} and nested
 * {@code @TestConfiguration} classes apply to each node. Nothing is injected into fields
 * of the test: see {@link TestNode#bean(Class)}.
 * <p>
 * What differs from production, so that tests take seconds:
 * <ul>
 * <li>Nodes find each other in memory. Spring Cloud's discovery is off
 * ({@code spring.cloud.discovery.enabled}).</li>
 * <li>Contact points are looked up and probed every 100 ms, and all nodes are required
 * ({@code required-contact-point-nr}).</li>
 * <li>A node that gives no sign of life for some 2 s is unreachable, with a heartbeat
 * every 200 ms. The split brain resolver decides 2 s later. It does not shut down all
 * nodes when members come and go ({@code down-all-when-unstable}), as they do where a
 * busy machine stalls.</li>
 * <li>A leader leads for 2 s, rather than 5 s, from its last confirmed sign of life.</li>
 * <li>Where the application has a {@code muster.bootstrap.data-dir}, each node has a
 * temporary directory of its own, which it keeps when it is started again.</li>
 * <li>A node that would end its process closes its application context.</li>
 * </ul>
 * Properties of the test take precedence over these. The placeholder
 * {@code ${muster.cluster.node-name}} is {@code node-1} on the first node, and so on.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(ClusterTestExtension.class)
public @interface ClusterTest {

	/**
	 * The number of nodes.
	 * @return the number, at least 1
	 */
	int nodes() default 3;

	/**
	 * The classes that configure the application. By default, the class with
	 * {@code @SpringBootConfiguration} in the package of the test or above.
	 * @return the classes
	 */
	Class<?>[] classes() default {};

	/**
	 * Properties of each node.
	 * @return the properties, of the form {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether all nodes run, and are one cluster with a leader, when a test begins. If
	 * not, no node does.
	 * @return whether nodes are started before each test
	 */
	boolean start() default true;

}

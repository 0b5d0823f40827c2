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

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.AnnotationDescriptor;
import org.springframework.util.Assert;

/**
 * JUnit extension for {@link ClusterTest @ClusterTest}. A nested class shares the cluster
 * of its enclosing class, unless it has the annotation itself.
 */
class ClusterTestExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(ClusterTestExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		begin(cluster(context));
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		begin(cluster(context));
	}

	private static void begin(ManagedCluster managed) {
		if (managed.start()) {
			managed.cluster().start();
			managed.cluster().awaitFormed();
			managed.cluster().awaitLeader();
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		ManagedCluster managed = cluster(context);
		if (managed.cluster().isDisturbed() || !managed.start()) {
			managed.cluster().stop();
		}
		managed.cluster().closeWatches();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return parameterContext.getParameter().getType() == TestCluster.class;
	}

	@Override
	public TestCluster resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return cluster(extensionContext).cluster();
	}

	private static ManagedCluster cluster(ExtensionContext context) {
		AnnotationDescriptor<ClusterTest> descriptor = TestContextAnnotationUtils
			.findAnnotationDescriptor(context.getRequiredTestClass(), ClusterTest.class);
		Assert.state(descriptor != null, () -> "No @ClusterTest on " + context.getRequiredTestClass().getName());
		ClusterTest annotation = descriptor.findAllLocalMergedAnnotations().iterator().next();
		Class<?> testClass = descriptor.getRootDeclaringClass();
		return context.getStore(NAMESPACE)
			.computeIfAbsent(testClass, (key) -> new ManagedCluster(create(testClass, annotation), annotation.start()),
					ManagedCluster.class);
	}

	private static TestCluster create(Class<?> testClass, ClusterTest annotation) {
		Assert.state(annotation.nodes() >= 1, () -> "@ClusterTest on %s has nodes = %d: it needs at least one"
			.formatted(testClass.getName(), annotation.nodes()));
		return new TestCluster(annotation.nodes(), NodeApplication.of(testClass, annotation));
	}

	/**
	 * A cluster in JUnit's store, which closes it at the end of the class.
	 *
	 * @param cluster the cluster
	 * @param start whether it runs when a test begins
	 */
	private record ManagedCluster(TestCluster cluster, boolean start) implements AutoCloseable {

		@Override
		public void close() {
			this.cluster.close();
		}

	}

}

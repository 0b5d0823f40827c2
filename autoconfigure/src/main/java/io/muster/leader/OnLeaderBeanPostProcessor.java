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

package io.muster.leader;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.EmbeddedValueResolverAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.util.function.SingletonSupplier;

/**
 * A {@link org.springframework.beans.factory.config.BeanPostProcessor BeanPostProcessor}
 * that makes {@link OnLeader @OnLeader} work: it intercepts methods, keeps
 * {@link SmartLifecycle} beans from starting with the application, and stops the
 * application where the annotation cannot be kept. {@link LeaderLifecycle} does the rest.
 */
@SuppressWarnings("serial")
public final class OnLeaderBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements EmbeddedValueResolverAware {

	private static final Comparator<LeaderBean> BY_PHASE = Comparator
		.comparingInt((bean) -> bean.lifecycle().getPhase());

	private static final Log logger = LogFactory.getLog(OnLeaderBeanPostProcessor.class);

	private final LeaderCalls calls = new LeaderCalls();

	private final Supplier<Leaderships> leaderships;

	private final Set<String> roles = new ConcurrentSkipListSet<>();

	private final List<LeaderBean> beans = new CopyOnWriteArrayList<>();

	private final Set<Class<?>> classesWithout = ConcurrentHashMap.newKeySet();

	private @Nullable StringValueResolver embeddedValueResolver;

	/**
	 * Create a post-processor.
	 * @param leaderships gives the leaderships, when the first method is called
	 * @param locks gives the locks, when the first method that needs one is called
	 * @param observer gives what observes the methods, when the first one runs
	 */
	public OnLeaderBeanPostProcessor(Supplier<Leaderships> leaderships, Supplier<Locks> locks,
			Supplier<LeaderRunObserver> observer) {
		this.leaderships = leaderships;
		// Further out than transactions, which shall not begin elsewhere than on the
		// leader. Further in than what post-processors of a later order add, namely
		// @Async and @Retryable: a call runs on the thread that the former chooses, and
		// each attempt asks again.
		setBeforeExistingAdvisors(true);
		setOrder(Ordered.LOWEST_PRECEDENCE - 8);
		// @Scheduled calls methods that are in no interface.
		setProxyTargetClass(true);
		this.advisor = new DefaultPointcutAdvisor(new OnLeaderPointcut(),
				new OnLeaderInterceptor(this.calls, leaderships, locks, this::resolve, SingletonSupplier.of(observer)));
	}

	@Override
	public void setEmbeddedValueResolver(StringValueResolver resolver) {
		this.embeddedValueResolver = resolver;
	}

	private String resolve(String role) {
		StringValueResolver resolver = this.embeddedValueResolver;
		String resolved = (resolver != null) ? resolver.resolveStringValue(role) : role;
		return (resolved != null) ? resolved : Leadership.DEFAULT_ROLE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean) {
			return bean;
		}
		Class<?> targetClass = AopUtils.getTargetClass(bean);
		boolean methods = registerMethods(targetClass, beanName);
		OnLeader onBean = onBean(bean, targetClass, beanName);
		Object advised = methods ? super.postProcessAfterInitialization(bean, beanName) : bean;
		if (onBean == null) {
			return advised;
		}
		String role = register(onBean, beanName);
		SmartLifecycle lifecycle = onLeaderOnly(bean, advised, targetClass, beanName, role);
		this.beans.add(new LeaderBean(role, beanName, lifecycle));
		return lifecycle;
	}

	private boolean registerMethods(Class<?> targetClass, String beanName) {
		if (this.classesWithout.contains(targetClass)) {
			return false;
		}
		Collection<OnLeader> annotations = OnLeaderMethods.annotations(beanName, targetClass);
		if (annotations.isEmpty()) {
			this.classesWithout.add(targetClass);
			return false;
		}
		annotations.forEach((annotation) -> register(annotation, beanName));
		return true;
	}

	private String register(OnLeader annotation, String beanName) {
		checkLockAtLeastFor(annotation, beanName);
		if (BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory(), Leaderships.class, true,
				false).length == 0) {
			throw new FailureAnalyzedException(
					"The bean '%s' uses @OnLeader, but there is no bean of type %s, so nobody would ever lead."
						.formatted(beanName, Leaderships.class.getName()),
					"Set muster.enabled=false to have the application run alone and lead, or let Muster's "
							+ "auto-configuration define the bean.");
		}
		String role = resolve(annotation.role());
		this.roles.add(role);
		return role;
	}

	private void checkLockAtLeastFor(OnLeader annotation, String beanName) {
		try {
			OnLeaderMethods.lockAtLeastFor(annotation, this::resolve);
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(
					"@OnLeader cannot be kept for the methods of the bean '%s': lockAtLeastFor = \"%s\" is no positive time."
						.formatted(beanName, annotation.lockAtLeastFor()),
					"Write a time such as 30s or PT30S, or leave it out.");
		}
	}

	/**
	 * Return the annotation that is meant for the lifecycle of a bean.
	 */
	private @Nullable OnLeader onBean(Object bean, Class<?> targetClass, String beanName) {
		boolean product = !(bean instanceof FactoryBean<?>) && beanFactory().containsBean(beanName)
				&& beanFactory().isFactoryBean(beanName);
		if (product) {
			return null;
		}
		Method factoryMethod = factoryMethod(beanName);
		OnLeader onFactoryMethod = (factoryMethod != null)
				? AnnotatedElementUtils.findMergedAnnotation(factoryMethod, OnLeader.class) : null;
		if (bean instanceof SmartLifecycle) {
			return (onFactoryMethod != null) ? onFactoryMethod
					: AnnotatedElementUtils.findMergedAnnotation(targetClass, OnLeader.class);
		}
		if (factoryMethod != null && onFactoryMethod != null) {
			throw new FailureAnalyzedException(
					"@OnLeader on the @Bean method %s has no effect, because the bean '%s' is no SmartLifecycle."
						.formatted(factoryMethod.getName(), beanName),
					"Put @OnLeader on the class %s or on its methods.".formatted(targetClass.getName()));
		}
		return null;
	}

	private @Nullable Method factoryMethod(String beanName) {
		ConfigurableListableBeanFactory beanFactory = beanFactory();
		return (beanFactory.containsBeanDefinition(beanName)
				&& beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
						? definition.getResolvedFactoryMethod() : null;
	}

	/**
	 * Return the bean such that it does not start with the application. Containers of
	 * Spring's own projects have a setter for that; some of their methods are final.
	 * Other beans get a proxy, which does not start them elsewhere than on the leader,
	 * whoever asks: {@code start()} of a context starts all beans.
	 */
	private SmartLifecycle onLeaderOnly(Object bean, Object advised, Class<?> targetClass, String beanName,
			String role) {
		SmartLifecycle lifecycle = (SmartLifecycle) advised;
		if (lifecycle.isAutoStartup()) {
			Method setter = ClassUtils.getMethodIfAvailable(targetClass, "setAutoStartup", boolean.class);
			if (setter != null) {
				ReflectionUtils.invokeMethod(setter, bean, false);
			}
		}
		if (!lifecycle.isAutoStartup()) {
			return lifecycle;
		}
		Method finalMethod = finalMethod(targetClass);
		if (finalMethod != null || Modifier.isFinal(targetClass.getModifiers())) {
			throw new FailureAnalyzedException(
					"@OnLeader cannot keep the bean '%s' from starting with the application, because %s is final, so no "
						.formatted(beanName, (finalMethod != null) ? finalMethod : targetClass.getName())
							+ "proxy can stand in for it.",
					"Have isAutoStartup() of the bean return false: it is started when this server begins to lead.");
		}
		DefaultPointcutAdvisor advisor = lifecycleAdvisor(beanName, role);
		if (advised instanceof Advised proxy) {
			proxy.addAdvisor(0, advisor);
			return lifecycle;
		}
		ProxyFactory proxyFactory = prepareProxyFactory(bean, beanName);
		proxyFactory.addAdvisor(advisor);
		return (SmartLifecycle) proxyFactory.getProxy(getProxyClassLoader());
	}

	private DefaultPointcutAdvisor lifecycleAdvisor(String beanName, String role) {
		NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
		pointcut.setMappedNames("isAutoStartup", "start");
		return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) (invocation) -> {
			if (invocation.getMethod().getName().equals("isAutoStartup")) {
				return false;
			}
			if (this.leaderships.get().of(role).isLeader()) {
				return invocation.proceed();
			}
			logger.info(LogMessage.format("Bean '%s' is not started, because this server does not lead %s", beanName,
					LeaderCall.describe(role)));
			return null;
		});
	}

	/**
	 * Return a method that would run on the proxy, which has none of the bean's fields.
	 */
	private static @Nullable Method finalMethod(Class<?> targetClass) {
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(targetClass)) {
			int modifiers = method.getModifiers();
			if (Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers) && !Modifier.isStatic(modifiers)
					&& method.getDeclaringClass() != Object.class) {
				return method;
			}
		}
		return null;
	}

	private ConfigurableListableBeanFactory beanFactory() {
		ConfigurableListableBeanFactory beanFactory = this.beanFactory;
		Assert.state(beanFactory != null, "There is no bean factory");
		return beanFactory;
	}

	/**
	 * Return the calls that run as a leader.
	 */
	LeaderCalls calls() {
		return this.calls;
	}

	/**
	 * Return the roles that beans name.
	 */
	Set<String> roles() {
		return this.roles;
	}

	/**
	 * Return the lifecycle beans, in the order in which to start them.
	 */
	List<LeaderBean> beans() {
		return this.beans.stream().sorted(BY_PHASE).toList();
	}

	/**
	 * Matches the methods to which the annotation applies.
	 */
	private static final class OnLeaderPointcut extends StaticMethodMatcherPointcut {

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return OnLeaderMethods.find(method, targetClass) != null;
		}

	}

}

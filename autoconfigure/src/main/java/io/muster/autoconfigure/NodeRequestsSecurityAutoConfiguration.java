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

package io.muster.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.web.SeedNodesExchange;

/**
 * {@link AutoConfiguration Auto-configuration} that has Spring Security leave the
 * requests of other nodes to Muster, which verifies them by the token of the cluster. All
 * else stays as it is. It comes last, because Spring Boot's own filter chain backs off
 * where there is another one.
 */
@AutoConfiguration(after = BootstrapAutoConfiguration.class,
		afterName = { "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
				"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBean(SeedNodesExchange.class)
@ConditionalOnBooleanProperty(name = "muster.security.filter-chain-enabled", matchIfMissing = true)
@Conditional(OnTokenRequiredCondition.class)
public final class NodeRequestsSecurityAutoConfiguration {

	private static final String CHAIN = "nodeRequestsSecurityFilterChain";

	private static Stream<String> paths(SeedNodesPath path) {
		return Stream.of(SeedNodes.PATH, ContactPointProber.INVITATION_PATH).map((route) -> path.mapping() + route);
	}

	/**
	 * Configuration for Spring Web MVC. Without any other filter chain, Spring Security
	 * would lock the whole application by itself, so that this one must not be the only
	 * one.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(SecurityFilterChain.class)
	@ConditionalOnBean(SecurityFilterChain.class)
	@ConditionalOnMissingBean(name = CHAIN)
	static class WebMvc {

		@Bean(CHAIN)
		SecurityFilterChain nodeRequestsSecurityFilterChain(SeedNodesPath path,
				ObjectProvider<PathPatternRequestMatcher.Builder> builder) {
			PathPatternRequestMatcher.Builder matchers = builder
				.getIfAvailable(PathPatternRequestMatcher::withDefaults);
			return new FirstFilterChain(
					new OrRequestMatcher(paths(path).<RequestMatcher>map(matchers::matcher).toList()));
		}

		/**
		 * Precedes those of the application, whatever their order.
		 *
		 * @param matcher matches the requests that Muster answers
		 */
		private record FirstFilterChain(RequestMatcher matcher) implements SecurityFilterChain, PriorityOrdered {

			@Override
			public boolean matches(HttpServletRequest request) {
				return this.matcher.matches(request);
			}

			@Override
			public List<Filter> getFilters() {
				return List.of();
			}

			@Override
			public int getOrder() {
				return HIGHEST_PRECEDENCE;
			}

		}

	}

	/**
	 * Configuration for Spring WebFlux. The filter chain is no candidate for injection,
	 * because Spring Security locks the application only where there is none.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(WebFilterChainProxy.class)
	@ConditionalOnMissingBean(name = CHAIN)
	static class WebFlux {

		@Bean(name = CHAIN, defaultCandidate = false)
		SecurityWebFilterChain nodeRequestsSecurityFilterChain(SeedNodesPath path) {
			return new MatcherSecurityWebFilterChain(
					ServerWebExchangeMatchers.pathMatchers(paths(path).toArray(String[]::new)),
					List.of((exchange, chain) -> chain.filter(exchange)));
		}

		@Bean
		static BeanPostProcessor nodeRequestsFirst(BeanFactory beanFactory) {
			return new NodeRequestsFirst(beanFactory);
		}

	}

	/**
	 * Puts the filter chain before those of Spring Security.
	 *
	 * @param beanFactory has the filter chain
	 */
	private record NodeRequestsFirst(BeanFactory beanFactory) implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof WebFilterChainProxy all)) {
				return bean;
			}
			WebFilterChainProxy first = new WebFilterChainProxy(
					List.of(this.beanFactory.getBean(CHAIN, SecurityWebFilterChain.class),
							new MatcherSecurityWebFilterChain(ServerWebExchangeMatchers.anyExchange(), List.of(all))));
			// That of the application follows.
			first.setFirewall(ServerWebExchangeFirewall.INSECURE_NOOP);
			return first;
		}

	}

}

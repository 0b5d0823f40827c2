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

package io.muster.test.context;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Annotation for a test class whose application context is to be a node with the real
 * engine. Without it, Muster is switched off in tests ({@code muster.enabled=false}), and
 * the application is alone.
 * <p>
 * The node founds a cluster of its own, and leads it about a second after the start. Its
 * engine listens at a free port of 127.0.0.1. It looks for no other nodes, so those of
 * several contexts do not find each other. A property that the test sets takes precedence
 * over that, and those of the application do not.
 * <p>
 * Enclosing and super classes are searched for the annotation as well.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureCluster {

}

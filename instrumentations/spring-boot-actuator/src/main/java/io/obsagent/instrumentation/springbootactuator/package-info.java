// SPDX-License-Identifier: Apache-2.0
/** Health contributors of Spring Boot 2 and 3: asked by the agent's health, where they are. */
@NullMarked
package io.obsagent.instrumentation.springbootactuator;

import org.jspecify.annotations.NullMarked;

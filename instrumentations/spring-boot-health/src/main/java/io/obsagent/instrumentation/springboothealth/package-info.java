// SPDX-License-Identifier: Apache-2.0
/** Health contributors of Spring Boot 4: asked by the agent's health, where they are. */
@NullMarked
package io.obsagent.instrumentation.springboothealth;

import org.jspecify.annotations.NullMarked;

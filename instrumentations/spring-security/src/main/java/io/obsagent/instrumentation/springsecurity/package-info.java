// SPDX-License-Identifier: Apache-2.0
/**
 * Logins by Spring Security, and who its requests are from.
 *
 * <p>Size: servlets and WebFlux have types of their own for each step.
 */
@NullMarked
package io.obsagent.instrumentation.springsecurity;

import org.jspecify.annotations.NullMarked;

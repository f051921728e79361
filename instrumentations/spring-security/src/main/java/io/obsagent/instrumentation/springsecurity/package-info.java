// SPDX-License-Identifier: Apache-2.0
/**
 * Logins by Spring Security, and who its requests are from.
 *
 * <p>Size: servlets and WebFlux have each places of their own for logins, users and logouts.
 */
@NullMarked
package io.obsagent.instrumentation.springsecurity;

import org.jspecify.annotations.NullMarked;

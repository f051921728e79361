// SPDX-License-Identifier: Apache-2.0
/**
 * Logins by the servlet API and by Jakarta Security, in either name space, and by containers.
 *
 * <p>Size: three containers and WildFly have each their own place where they check credentials.
 */
@NullMarked
package io.obsagent.instrumentation.jakartasecurity;

import org.jspecify.annotations.NullMarked;

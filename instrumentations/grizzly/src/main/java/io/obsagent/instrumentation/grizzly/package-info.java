// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by Grizzly, and what the Catalina of GlassFish and Payara above it knows of them.
 *
 * <p>Size: a server, and a container of servlets above it.
 */
@NullMarked
package io.obsagent.instrumentation.grizzly;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Templates as JAX-RS has them, for whichever implementation and name space: routes of servers are
 * made of them, and URLs of clients.
 *
 * <p>Size: what is the same on both sides, and for two clients.
 */
@NullMarked
package io.obsagent.instrumentation.shared.jaxrs;

import org.jspecify.annotations.NullMarked;

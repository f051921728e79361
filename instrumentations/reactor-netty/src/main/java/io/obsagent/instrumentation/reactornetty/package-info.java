// SPDX-License-Identifier: Apache-2.0
/**
 * Requests of Reactor Netty's client 1.0 to 1.3, and so of Spring's WebClient above it.
 *
 * <p>One span covers all that one subscription to a request does: waiting for a connection,
 * retries, redirects, and the answer's body. What belongs to the request finds it in Reactor's own
 * context, which the library hands to every connection that it uses for it.
 *
 * <p>Size: a request is told of by six places of the library, each with an advice of a few lines.
 */
@NullMarked
package io.obsagent.instrumentation.reactornetty;

import org.jspecify.annotations.NullMarked;

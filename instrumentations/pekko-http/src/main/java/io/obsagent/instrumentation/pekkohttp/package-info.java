// SPDX-License-Identifier: Apache-2.0
/**
 * Pekko HTTP, whose connections are streams of requests and answers. A stage of the agent's stands
 * between a connection and all that answers, so a request ends with what the client gets, late or
 * never.
 *
 * <p>The module akka-http is made of these sources, with the names that they had there.
 *
 * <p>Size: a server that is made of streams, the routes of its directives, and a client.
 */
@NullMarked
package io.obsagent.instrumentation.pekkohttp;

import org.jspecify.annotations.NullMarked;

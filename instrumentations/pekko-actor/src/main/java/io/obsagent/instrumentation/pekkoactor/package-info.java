// SPDX-License-Identifier: Apache-2.0
/**
 * Actors of Pekko 1, and of Akka 2 that it comes from. A message is received in the context of who
 * sent it; an actor has none of its own, and a mailbox keeps none.
 */
@NullMarked
package io.obsagent.instrumentation.pekkoactor;

import org.jspecify.annotations.NullMarked;

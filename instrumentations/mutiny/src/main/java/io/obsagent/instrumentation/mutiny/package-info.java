// SPDX-License-Identifier: Apache-2.0
/**
 * The subscriber's context in Mutiny 2 and 3. As in Reactor, no operator is wrapped: sources that
 * others feed get a subscriber with its context. What Mutiny runs elsewhere goes through executors.
 */
@NullMarked
package io.obsagent.instrumentation.mutiny;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The subscriber's context in RxJava 2.2 and 3. As in Reactor, no operator is wrapped: within a
 * chain, signals are method calls on one thread. Sources that others feed get a subscriber with its
 * context, and tasks of schedulers have the one in which they were scheduled.
 *
 * <p>Size: two libraries under one name, with five kinds of observers each.
 */
@NullMarked
package io.obsagent.instrumentation.rxjava;

import org.jspecify.annotations.NullMarked;

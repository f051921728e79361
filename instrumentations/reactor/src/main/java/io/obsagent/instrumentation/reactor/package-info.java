// SPDX-License-Identifier: Apache-2.0
/**
 * The subscriber's context in Reactor 3.4 to 3.8.
 *
 * <p>Between two operators there is a method call, on one thread: where the context is current at
 * the first of a chain, it is so at the last. So no operator is wrapped, and no hook is set; only
 * what a signal comes in by is. There are three such places:
 *
 * <pre>
 *   signals    source ──► operator ──► operator ──► subscriber   a source that others feed: a sink, a
 *                 ▲                                              callback, a library's publisher
 *   requests   source ◄── operator ◄── operator ◄── subscriber   one from outside of Reactor, that asks
 *                                                      ▲         and cancels on threads of its own
 *   tasks      publishOn, subscribeOn, delays ──► scheduler      as it is scheduled
 * </pre>
 *
 * Each costs one object a subscription or a task, and none without a context; a signal costs a look
 * at the thread's context. Sources that emit on the caller's thread are not wrapped. Subscriptions
 * pass through as they are, so sources and operators fuse as ever. A subscription that is made
 * outside of any trace runs where its signals come from.
 *
 * <p>Size: a subscriber comes in two shapes, and so does its subscription.
 */
@NullMarked
package io.obsagent.instrumentation.reactor;

import org.jspecify.annotations.NullMarked;

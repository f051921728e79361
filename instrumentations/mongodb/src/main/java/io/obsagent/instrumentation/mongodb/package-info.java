// SPDX-License-Identifier: Apache-2.0
/**
 * Commands of MongoDB's drivers 4 and 5, and the gauges of their pools.
 *
 * <p>The driver for threads and the reactive one are a few classes above one core. There each
 * command, a retry as well, passes a connection that was checked out for it; what a driver asks of
 * its servers for itself does not. A command of the reactive driver goes from thread to thread by
 * callbacks: while a server is looked for, while the pool gives a connection, until the reply.
 *
 * <p>Size: two ways to call, three to wait, and a pool.
 */
@NullMarked
package io.obsagent.instrumentation.mongodb;

import org.jspecify.annotations.NullMarked;

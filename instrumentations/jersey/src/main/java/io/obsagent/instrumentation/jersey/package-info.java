// SPDX-License-Identifier: Apache-2.0
/**
 * Routes of Jersey 2.25 to 4, of either name space, on whichever server; and templates of its
 * client.
 *
 * <p>Size: a server's routes, its asynchronous responses, and a client.
 */
@NullMarked
package io.obsagent.instrumentation.jersey;

import org.jspecify.annotations.NullMarked;

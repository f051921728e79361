// SPDX-License-Identifier: Apache-2.0
/**
 * Routes of Vert.x Web, and the context of requests in what Vert.x runs later.
 *
 * <p>Size: the routes of one library and the hand-overs of another.
 */
@NullMarked
package io.obsagent.instrumentation.vertx;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by Jetty 12, by its own handlers or by servlets of Jakarta EE.
 *
 * <p>Size: two layers, handlers and servlets, and a stream of eleven methods between them.
 */
@NullMarked
package io.obsagent.instrumentation.jetty12;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by Jetty 9.4 to 11, by its own handlers or by servlets of either name space.
 *
 * <p>Size: two layers, channels and servlets, each with errors and asynchronous steps of its own.
 */
@NullMarked
package io.obsagent.instrumentation.jetty9;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by Undertow 2, by its own handlers or by servlets of either name space.
 *
 * <p>Size: two layers, handlers and servlets, each with routes and errors of its own.
 */
@NullMarked
package io.obsagent.instrumentation.undertow;

import org.jspecify.annotations.NullMarked;

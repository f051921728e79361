// SPDX-License-Identifier: Apache-2.0
/**
 * Gauges and times of the pools of c3p0.
 *
 * <p>Size: a connection has had four classes, and what opens it knows no pool.
 */
@NullMarked
package io.obsagent.instrumentation.c3p0;

import org.jspecify.annotations.NullMarked;

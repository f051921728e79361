// SPDX-License-Identifier: Apache-2.0
/**
 * Gauges and times of the pools of Agroal.
 *
 * <p>Size: what opens connections, what is a pool and what is lent are three classes.
 */
@NullMarked
package io.obsagent.instrumentation.agroal;

import org.jspecify.annotations.NullMarked;

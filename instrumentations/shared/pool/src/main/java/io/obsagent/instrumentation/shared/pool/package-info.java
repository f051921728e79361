// SPDX-License-Identifier: Apache-2.0
/**
 * Gauges and times of pools of database connections.
 *
 * <p>Size: eight metrics with their names, for seven pools.
 */
@NullMarked
package io.obsagent.instrumentation.shared.pool;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Gauges and times of pools of database connections. */
@NullMarked
package io.obsagent.instrumentation.shared.pool;

import org.jspecify.annotations.NullMarked;

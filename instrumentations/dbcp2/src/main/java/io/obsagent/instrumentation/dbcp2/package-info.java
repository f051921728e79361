// SPDX-License-Identifier: Apache-2.0
/** Gauges and times of Commons DBCP 2. */
@NullMarked
package io.obsagent.instrumentation.dbcp2;

import org.jspecify.annotations.NullMarked;

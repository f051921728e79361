// SPDX-License-Identifier: Apache-2.0
/** Gauges and times of the pools of c3p0. */
@NullMarked
package io.obsagent.instrumentation.c3p0;

import org.jspecify.annotations.NullMarked;

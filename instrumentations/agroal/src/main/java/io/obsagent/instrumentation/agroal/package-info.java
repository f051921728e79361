// SPDX-License-Identifier: Apache-2.0
/** Gauges and times of the pools of Agroal. */
@NullMarked
package io.obsagent.instrumentation.agroal;

import org.jspecify.annotations.NullMarked;

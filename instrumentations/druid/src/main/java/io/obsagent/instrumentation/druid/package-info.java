// SPDX-License-Identifier: Apache-2.0
/** Gauges and times of the pools of Alibaba Druid. */
@NullMarked
package io.obsagent.instrumentation.druid;

import org.jspecify.annotations.NullMarked;

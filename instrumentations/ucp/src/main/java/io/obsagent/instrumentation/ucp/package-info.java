// SPDX-License-Identifier: Apache-2.0
/** Gauges and times of Oracle UCP. */
@NullMarked
package io.obsagent.instrumentation.ucp;

import org.jspecify.annotations.NullMarked;

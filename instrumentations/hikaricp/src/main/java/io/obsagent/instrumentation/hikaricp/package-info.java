// SPDX-License-Identifier: Apache-2.0
/** Gauges of HikariCP's pools. */
@NullMarked
package io.obsagent.instrumentation.hikaricp;

import org.jspecify.annotations.NullMarked;

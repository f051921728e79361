// SPDX-License-Identifier: Apache-2.0
/** Metrics: what the request path records into, and what exporters read from. */
@NullMarked
package io.obsagent.spi.metrics;

import org.jspecify.annotations.NullMarked;

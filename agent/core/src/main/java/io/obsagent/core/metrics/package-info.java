// SPDX-License-Identifier: Apache-2.0
/** The metric registry: cells that request threads write to, and snapshots that exporters read. */
@NullMarked
package io.obsagent.core.metrics;

import org.jspecify.annotations.NullMarked;

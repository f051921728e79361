// SPDX-License-Identifier: Apache-2.0
/** Metrics as Prometheus reads them: the text format 0.0.4 and OpenMetrics 1.0. */
@NullMarked
package io.obsagent.exporter.prometheus;

import org.jspecify.annotations.NullMarked;

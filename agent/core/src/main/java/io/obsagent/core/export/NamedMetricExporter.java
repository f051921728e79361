// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.MetricExporter;

/**
 * An exporter of metrics that is in use.
 *
 * @param name as in {@code metrics.exporter}
 * @param chosen whether somebody asked for metrics there; if not, a receiver that takes none is
 *     left alone
 */
public record NamedMetricExporter(String name, MetricExporter exporter, boolean chosen) {}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.SpanExporter;

/**
 * An exporter that is in use.
 *
 * @param name as in {@code traces.exporter}
 */
public record NamedExporter(String name, SpanExporter exporter) {}

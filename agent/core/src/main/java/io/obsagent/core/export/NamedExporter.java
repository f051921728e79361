// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.util.List;

/**
 * An exporter of spans or log records that is in use.
 *
 * @param name as in {@code traces.exporter}
 * @param chosen whether somebody asked for this signal there; if not, a receiver that does not take
 *     it is left alone
 */
public record NamedExporter<T>(
    String name, Sender<T> sender, String endpoint, Runnable closing, boolean chosen) {
  /** As {@link SpanExporter#export} and {@link LogExporter#export} have it. */
  @FunctionalInterface
  public interface Sender<T> {
    int export(List<T> batch) throws IOException;
  }

  public static NamedExporter<FinishedSpan> of(String name, SpanExporter exporter) {
    return new NamedExporter<>(name, exporter::export, exporter.endpoint(), exporter::close, true);
  }

  public static NamedExporter<FinishedLog> of(String name, LogExporter exporter, boolean chosen) {
    return new NamedExporter<>(
        name, exporter::export, exporter.endpoint(), exporter::close, chosen);
  }
}

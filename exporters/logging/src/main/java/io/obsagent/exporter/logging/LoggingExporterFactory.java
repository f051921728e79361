// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.logging;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.SpanExporter;
import java.util.List;

/** Makes the {@code logging} exporter. */
public final class LoggingExporterFactory implements ExporterFactory {
  private static final Option<String> OUTPUT =
      Option.text(
          "exporter.logging.output",
          "stderr",
          "Where the lines go: stderr, stdout, or the path of a file that is appended to.");

  @Override
  public String name() {
    return "logging";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(OUTPUT);
  }

  @Override
  public SpanExporter create(Environment environment) {
    return LineExporter.open(environment.config().get(OUTPUT), environment.resource());
  }
}

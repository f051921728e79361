// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.loki;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.LogExporter;
import java.util.List;

/** Makes the {@code loki} exporter. */
public final class LokiExporterFactory implements ExporterFactory {
  @Override
  public String name() {
    return "loki";
  }

  @Override
  public List<Option<?>> options() {
    return LokiOptions.all();
  }

  @Override
  public LogExporter createForLogs(Environment environment) {
    return LokiExporter.create(environment);
  }
}

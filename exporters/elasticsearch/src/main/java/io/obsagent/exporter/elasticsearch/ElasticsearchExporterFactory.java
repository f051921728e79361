// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.LogExporter;
import java.util.List;

/** Makes the {@code elasticsearch} exporter. */
public final class ElasticsearchExporterFactory implements ExporterFactory {
  @Override
  public String name() {
    return "elasticsearch";
  }

  @Override
  public List<Option<?>> options() {
    return ElasticsearchOptions.all();
  }

  @Override
  public LogExporter createForLogs(Environment environment) {
    return ElasticsearchExporter.create(environment);
  }
}

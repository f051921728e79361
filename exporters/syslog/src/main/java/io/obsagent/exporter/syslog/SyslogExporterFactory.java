// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.syslog;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.LogExporter;
import java.util.List;

/** Makes the {@code syslog} exporter. */
public final class SyslogExporterFactory implements ExporterFactory {
  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public List<Option<?>> options() {
    return SyslogOptions.ALL;
  }

  @Override
  public LogExporter createForLogs(Environment environment) {
    return SyslogExporter.create(environment);
  }
}

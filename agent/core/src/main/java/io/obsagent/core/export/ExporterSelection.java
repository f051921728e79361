// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.ExporterFactory.Environment;
import io.obsagent.spi.log.AgentLog;
import java.util.ArrayList;
import java.util.List;

/** Decides which exporters are in use and makes them. One that cannot be made is left out. */
public final class ExporterSelection {
  private ExporterSelection() {}

  /**
   * @param factories all that there are; only those in use load more than their factory
   */
  public static List<NamedExporter> create(
      Environment environment, Iterable<ExporterFactory> factories) {
    List<String> wanted = environment.config().get(ExportOptions.EXPORTER);
    List<String> unknown = new ArrayList<>(wanted);
    unknown.removeAll(List.of("auto", "none"));
    List<String> known = new ArrayList<>();
    List<NamedExporter> exporters = new ArrayList<>();
    for (ExporterFactory factory : factories) {
      known.add(factory.name());
      unknown.remove(factory.name());
      boolean chosen =
          wanted.contains("auto")
              ? hasEndpoint(environment.config(), factory)
              : wanted.contains(factory.name());
      if (chosen) {
        create(environment, factory, exporters);
      }
    }
    for (String name : unknown) {
      AgentLog.warn("traces.exporter: no exporter is called '" + name + "'; there are " + known);
    }
    return exporters;
  }

  private static boolean hasEndpoint(Config config, ExporterFactory factory) {
    for (Option<?> option : factory.options()) {
      if (option.key().endsWith("endpoint")
          && option.defaultText().isEmpty()
          && !config.get(option).toString().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static void create(
      Environment environment, ExporterFactory factory, List<NamedExporter> exporters) {
    try {
      exporters.add(new NamedExporter(factory.name(), factory.create(environment)));
    } catch (RuntimeException | LinkageError e) {
      AgentLog.error("exporter " + factory.name() + " is off: " + e.getMessage(), null);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.core.config.AgentOptions;
import io.obsagent.core.export.ExportOptions;
import io.obsagent.core.operation.TelemetryOptions;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.service.AgentService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Every option of the agent with all its services and exporters: for the reference and the CLI. */
public final class OptionCatalog {
  private OptionCatalog() {}

  /**
   * @param loader sees the services and the exporters
   * @return sorted by key
   */
  public static List<Option<?>> all(ClassLoader loader) {
    List<Option<?>> all = new ArrayList<>(AgentOptions.ALL);
    all.addAll(TelemetryOptions.ALL);
    all.addAll(ExportOptions.all());
    for (AgentService service : ServiceLoader.load(AgentService.class, loader)) {
      all.addAll(service.options());
    }
    for (ExporterFactory factory : ServiceLoader.load(ExporterFactory.class, loader)) {
      all.addAll(factory.options());
    }
    all.sort(Comparator.comparing(Option::key));
    return List.copyOf(all);
  }

  /** Every part of the file that a service owns. */
  public static List<Section<?>> sections(ClassLoader loader) {
    List<Section<?>> all = new ArrayList<>();
    for (AgentService service : ServiceLoader.load(AgentService.class, loader)) {
      all.addAll(service.sections());
    }
    all.sort(Comparator.comparing(Section::key));
    return List.copyOf(all);
  }
}

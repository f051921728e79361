// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.config.AgentOptions;
import io.obsagent.core.export.ExportOptions;
import io.obsagent.core.export.ExporterSelection;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.metrics.MetricsOptions;
import io.obsagent.core.operation.CoreTelemetry;
import io.obsagent.core.operation.TelemetryOptions;
import io.obsagent.core.weave.Weaving;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.service.AgentService;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  /**
   * Makes known the names that options may hold: of modules, exporters and histograms. Makes the
   * histograms to do so, which reads the options of their buckets.
   *
   * @param loader sees modules, services and exporters
   */
  public static void registerNames(AgentConfig config, ClassLoader loader) {
    List<String> exporters = new ArrayList<>();
    for (ExporterFactory factory : ServiceLoader.load(ExporterFactory.class, loader)) {
      exporters.add(factory.name());
    }
    List<String> modules = new ArrayList<>();
    try {
      Weaving.readModules(loader).forEach(module -> modules.add(module.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    registerNames(config, modules, exporters, new CoreTelemetry(config, span -> {}).metrics());
  }

  /** The same, of what is there already. */
  static void registerNames(
      AgentConfig config, List<String> modules, List<String> exporters, MetricRegistry metrics) {
    config.registerNames(AgentOptions.MODULE_ENABLED, modules);
    config.registerNames(MetricsOptions.BUCKETS, metrics.histogramNames());
    for (Option<?> option :
        List.of(
            ExportOptions.EXPORTER, ExportOptions.METRICS_EXPORTER, ExportOptions.LOGS_EXPORTER)) {
      config.registerNames(option, exporters);
      config.registerNames(option, List.of("auto", "none"));
    }
    config.registerNames(ExportOptions.METRICS_EXPORTER, List.of(ExporterSelection.SERVED));
  }

  /**
   * Adds what is wrong in the files that the services would read to the problems of the process.
   */
  public static void check(Config config, ClassLoader loader) {
    ServiceLoader.load(AgentService.class, loader).forEach(service -> service.check(config));
  }

  /** Every part of the file that telemetry or a service owns. */
  public static List<Section<?>> sections(ClassLoader loader) {
    List<Section<?>> all = new ArrayList<>(TelemetryOptions.SECTIONS);
    for (AgentService service : ServiceLoader.load(AgentService.class, loader)) {
      all.addAll(service.sections());
    }
    all.sort(Comparator.comparing(Section::key));
    return List.copyOf(all);
  }
}

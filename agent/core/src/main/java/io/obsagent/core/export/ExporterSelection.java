// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.ExporterFactory.Environment;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.MetricExporter;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.log.AgentLog;
import java.util.ArrayList;
import java.util.List;

/** Decides which exporters are in use and makes them. One that cannot be made is left out. */
public final class ExporterSelection {
  /** Ends of the keys of options that say where a receiver of all signals, or of one, listens. */
  private static final String ENDPOINT = ".endpoint";

  private static final String PROXY = ".proxy";

  private static final String TRACES_ENDPOINT = ".traces-endpoint";
  private static final String METRICS_ENDPOINT = ".metrics-endpoint";
  private static final String LOGS_ENDPOINT = ".logs-endpoint";

  /** Not sent but served, always; OpenTelemetry's variable may name it. */
  public static final String SERVED = "prometheus";

  private ExporterSelection() {}

  /**
   * @param factories all that there are; only those in use load more than their factory
   */
  public static List<NamedExporter<FinishedSpan>> create(
      Environment environment, Iterable<ExporterFactory> factories) {
    List<NamedExporter<FinishedSpan>> exporters = new ArrayList<>();
    List<String> wanted = environment.config().get(ExportOptions.EXPORTER);
    for (ExporterFactory factory : chosen(environment, wanted, TRACES_ENDPOINT, factories)) {
      make(
          factory,
          "",
          refusedEndpoint(environment.config(), factory, TRACES_ENDPOINT),
          () -> {
            SpanExporter exporter = factory.create(environment);
            if (exporter != null) {
              exporters.add(NamedExporter.of(factory.name(), exporter));
            } else if (wanted.contains(factory.name())) {
              AgentLog.warn("traces.exporter: '" + factory.name() + "' takes no spans");
            }
          });
    }
    return exporters;
  }

  /**
   * The same for metrics; one whose receiver takes none is left out.
   *
   * @param factories all that there are; only those in use load more than their factory
   */
  public static List<NamedMetricExporter> createForMetrics(
      Environment environment, Iterable<ExporterFactory> factories) {
    List<NamedMetricExporter> exporters = new ArrayList<>();
    Config config = environment.config();
    List<String> wanted = config.get(ExportOptions.METRICS_EXPORTER);
    for (ExporterFactory factory : chosen(environment, wanted, METRICS_ENDPOINT, factories)) {
      boolean asked =
          wanted.contains(factory.name()) || hasEndpoint(config, factory, METRICS_ENDPOINT);
      make(
          factory,
          " for metrics",
          refusedEndpoint(config, factory, METRICS_ENDPOINT),
          () -> {
            MetricExporter exporter = factory.createForMetrics(environment);
            if (exporter != null) {
              exporters.add(new NamedMetricExporter(factory.name(), exporter, asked));
            } else if (asked) {
              AgentLog.warn("metrics.exporter: '" + factory.name() + "' takes no metrics");
            }
          });
    }
    return exporters;
  }

  /**
   * The same for log records; one whose receiver takes none is left out.
   *
   * @param factories all that there are; only those in use load more than their factory
   */
  public static List<NamedExporter<FinishedLog>> createForLogs(
      Environment environment, Iterable<ExporterFactory> factories) {
    List<NamedExporter<FinishedLog>> exporters = new ArrayList<>();
    Config config = environment.config();
    List<String> wanted = config.get(ExportOptions.LOGS_EXPORTER);
    for (ExporterFactory factory : chosen(environment, wanted, LOGS_ENDPOINT, factories)) {
      boolean asked =
          wanted.contains(factory.name()) || hasEndpoint(config, factory, LOGS_ENDPOINT);
      make(
          factory,
          " for logs",
          refusedEndpoint(config, factory, LOGS_ENDPOINT),
          () -> {
            LogExporter exporter = factory.createForLogs(environment);
            if (exporter != null) {
              exporters.add(NamedExporter.of(factory.name(), exporter, asked));
            } else if (asked) {
              AgentLog.warn("logs.exporter: '" + factory.name() + "' takes no log records");
            }
          });
    }
    return exporters;
  }

  private static List<ExporterFactory> chosen(
      Environment environment,
      List<String> wanted,
      String endpointOfSignal,
      Iterable<ExporterFactory> factories) {
    List<ExporterFactory> chosen = new ArrayList<>();
    for (ExporterFactory factory : factories) {
      boolean use =
          wanted.contains("auto")
              ? hasEndpoint(environment.config(), factory, ENDPOINT)
                  || hasEndpoint(environment.config(), factory, endpointOfSignal)
              : wanted.contains(factory.name());
      if (use || factory.isAlwaysInUse()) {
        chosen.add(factory);
      }
    }
    return chosen;
  }

  private static boolean hasEndpoint(Config config, ExporterFactory factory, String suffix) {
    if (!config.mentions(factory.name())) {
      return false; // so its options need not be loaded
    }
    for (Option<?> option : factory.options()) {
      if (option.key().endsWith(suffix)
          && option.defaultText().isEmpty()
          && !config.get(option).toString().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The key of the address, or of a proxy, that is none; empty if all is well. */
  private static String refusedEndpoint(
      Config config, ExporterFactory factory, String endpointOfSignal) {
    String refused = "";
    for (Option<?> option : factory.options()) {
      if (option.key().endsWith(PROXY) && config.isRefused(option)) {
        return option.key(); // straight is not the way that was asked for
      }
    }
    for (Option<?> option : factory.options()) {
      if (option.key().endsWith(endpointOfSignal)) {
        if (config.isRefused(option)) {
          return option.key();
        }
        if (!config.get(option).toString().isEmpty()) {
          return "";
        }
      } else if (option.key().endsWith(ENDPOINT) && config.isRefused(option)) {
        refused = option.key();
      }
    }
    return refused;
  }

  private static void make(
      ExporterFactory factory, String signal, String refusedEndpoint, Runnable creation) {
    try {
      if (!refusedEndpoint.isEmpty()) {
        throw new IllegalArgumentException(
            "the value of '"
                + refusedEndpoint
                + "' is no address, so nothing is sent; correct it and start again");
      }
      creation.run();
    } catch (RuntimeException | LinkageError e) {
      Problems.add(
          "exporter." + factory.name() + signal,
          "exporter " + factory.name() + signal + " is off: " + e.getMessage());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.metrics.Metrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes exporters of one kind of receiver. Registered in {@code META-INF/services}; nothing of it
 * but this class is loaded unless {@code traces.exporter}, {@code metrics.exporter} or {@code
 * logs.exporter} chooses it.
 */
public interface ExporterFactory {
  /** As the options name it: {@code jaeger}, {@code otlp}, {@code logging}. */
  String name();

  /** Whether it is in use whatever {@code traces.exporter} chooses, as an extension wants it. */
  default boolean isAlwaysInUse() {
    return false;
  }

  /** All options it reads, for the reference page and the check of unknown keys. */
  List<Option<?>> options();

  /**
   * Null where the receiver takes no spans.
   *
   * @throws IllegalArgumentException if the configuration cannot work; says key and way out
   */
  default @Nullable SpanExporter create(Environment environment) {
    return null;
  }

  /**
   * The same for metrics; null where the receiver takes none.
   *
   * @throws IllegalArgumentException if the configuration cannot work; says key and way out
   */
  default @Nullable MetricExporter createForMetrics(Environment environment) {
    return null;
  }

  /**
   * The same for log records; null where the receiver takes none.
   *
   * @throws IllegalArgumentException if the configuration cannot work; says key and way out
   */
  default @Nullable LogExporter createForLogs(Environment environment) {
    return null;
  }

  /**
   * What an exporter gets from the agent.
   *
   * @param resource attributes of this process: {@code service.name}, {@code host.name} …
   * @param metrics all metrics: for what an exporter drops by itself, and for those that send them
   */
  record Environment(Config config, Map<String, String> resource, Metrics metrics) {}
}

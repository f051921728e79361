// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.metrics.Metrics;
import java.util.List;
import java.util.Map;

/**
 * Makes an exporter. Registered in {@code META-INF/services}; nothing of it but this class is
 * loaded unless {@code traces.exporter} names it.
 */
public interface ExporterFactory {
  /** As in {@code traces.exporter}: {@code jaeger}, {@code otlp}, {@code logging}. */
  String name();

  /** All options it reads, for the reference page and the check of unknown keys. */
  List<Option<?>> options();

  /**
   * @throws IllegalArgumentException if the configuration cannot work; says key and way out
   */
  SpanExporter create(Environment environment);

  /**
   * What an exporter gets from the agent.
   *
   * @param resource attributes of this process: {@code service.name}, {@code host.name} …
   * @param metrics all metrics: for what an exporter drops by itself, and for those that send them
   */
  record Environment(Config config, Map<String, String> resource, Metrics metrics) {}
}

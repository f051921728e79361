// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.config.Option;

/** What OTLP carries, each kind to a service of its own. */
enum Signal {
  TRACES("traces", "trace.v1.TraceService", OtlpOptions.TRACES_ENDPOINT),
  METRICS("metrics", "metrics.v1.MetricsService", OtlpOptions.METRICS_ENDPOINT),
  LOGS("logs", "logs.v1.LogsService", OtlpOptions.LOGS_ENDPOINT);

  private final String word;
  private final String service;
  private final Option<String> endpoint;

  Signal(String word, String service, Option<String> endpoint) {
    this.word = word;
    this.service = service;
    this.endpoint = endpoint;
  }

  /** As options and the agent's metrics call it. */
  String word() {
    return word;
  }

  /** What goes in place of {@code exporter.otlp.endpoint}, with the full path. */
  Option<String> endpoint() {
    return endpoint;
  }

  /** What the path of {@code exporter.otlp.endpoint} is continued with. */
  String path() {
    return "v1/" + word;
  }

  /** The path of the service's one method. */
  String method() {
    return "/opentelemetry.proto.collector." + service + "/Export";
  }
}

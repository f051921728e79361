// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;

/** Serves all metrics on the agent's port. */
public final class PrometheusService implements AgentService {
  static final Option<Boolean> CREATED =
      Option.flag(
          "exporter.prometheus.created-timestamps",
          false,
          "A sample NAME_created beside each counter and histogram, in OpenMetrics only: when the"
              + " process started, in seconds since the epoch. Prometheus makes use of it with"
              + " --enable-feature=created-timestamp-zero-ingestion, and stores a series more for"
              + " each without.");

  private static final List<String> PATHS = List.of("/metrics", "/monitoring/metrics");

  /** Whoever scrapes is not to wake routes that nobody else asks for. */
  @Override
  public int order() {
    return -1;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(CREATED);
  }

  @Override
  public String start(AgentContext context) {
    LongSupplier created =
        context.config().get(CREATED)
            ? () -> ManagementFactory.getRuntimeMXBean().getStartTime()
            : () -> 0;
    Handler metrics = new MetricsHandler(context.metrics(), created);
    context
        .served()
        .add(
            new Served(
                PATHS,
                routes -> PATHS.forEach(path -> routes.add("GET", path, Access.PUBLIC, metrics))));
    return "";
  }

  @Override
  public void close() {}
}

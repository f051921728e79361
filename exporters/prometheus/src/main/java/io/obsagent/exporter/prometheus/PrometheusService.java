// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.util.List;

/** Serves all metrics on the agent's port. */
public final class PrometheusService implements AgentService {
  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public String start(AgentContext context) {
    Handler metrics = new MetricsHandler(context.metrics());
    context.routes().add("GET", "/metrics", Access.PUBLIC, metrics);
    context.routes().add("GET", "/monitoring/metrics", Access.PUBLIC, metrics);
    return "";
  }

  @Override
  public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.service.AgentContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dashboards at {@code /monitoring/dashboards}. As long as nobody asks for one, and there is
 * nothing to send to Grafana, this is the only class of it that is loaded.
 */
public final class DashboardsFeature implements Feature {
  private volatile @Nullable AgentContext context;
  private volatile @Nullable GrafanaPush push;

  @Override
  public String name() {
    return "dashboards";
  }

  @Override
  public List<Option<?>> options() {
    return DashboardOptions.ALL;
  }

  @Override
  public List<String> paths() {
    return List.of(DashboardEndpoints.ROOT);
  }

  @Override
  public void routes(Endpoints endpoints) {
    new DashboardEndpoints(() -> context).routes(endpoints);
  }

  @Override
  public void check(Config config) {
    if (!config.get(DashboardOptions.FILES).isEmpty()) {
      DashboardEndpoints.check(config);
    }
  }

  @Override
  public void start(Insight insight, AgentContext agent) {
    context = agent;
    if (agent.config().get(DashboardOptions.PUSH)) {
      push = GrafanaPush.start(agent);
    }
  }

  @Override
  public void close() {
    GrafanaPush running = push;
    if (running != null) {
      running.close();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentLoop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends all dashboards to Grafana, once; tries again each minute until that has worked. */
final class GrafanaPush implements AutoCloseable {
  private static final String AREA = "dashboards.grafana";
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);
  private static final long NEVER = TimeUnit.DAYS.toNanos(365);

  private final Config config;
  private final AgentLoop loop = new AgentLoop("dashboards", this::turn);

  private GrafanaPush(Config config) {
    this.config = config;
  }

  static GrafanaPush start(AgentContext context) {
    GrafanaPush push = new GrafanaPush(context.config());
    push.loop.start();
    return push;
  }

  private long turn() {
    String url = config.get(DashboardOptions.GRAFANA_URL);
    if (url.isEmpty()) {
      Problems.set(AREA, "dashboards.grafana.push: there is no dashboards.grafana.url");
      return NEVER;
    }
    try {
      Grafana grafana = new Grafana(url, config.get(DashboardOptions.API_KEY));
      String folder = grafana.folder(config.get(DashboardOptions.FOLDER));
      Map<String, Dashboard> all = Dashboards.all(DashboardEndpoints.files(config), problem -> {});
      for (Dashboard dashboard : all.values()) {
        grafana.put(dashboard, GrafanaDashboard.CONSOLE, folder);
      }
      Problems.clear(AREA);
      AgentLog.info("dashboards: Grafana has " + all.size());
      return NEVER;
    } catch (IOException e) {
      Problems.set(AREA, "dashboards are not sent to Grafana: " + e.getMessage());
      return PAUSE;
    } catch (IllegalArgumentException e) {
      Problems.set(AREA, "dashboards are not sent to Grafana: " + e.getMessage());
      return NEVER;
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}

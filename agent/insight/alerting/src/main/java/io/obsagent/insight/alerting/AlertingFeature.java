// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alerting.api.AlertEndpoints;
import io.obsagent.insight.alerting.api.RuleEndpoints;
import io.obsagent.insight.alerting.api.RunbookEndpoints;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.rules.AlertOptions;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.alerting.rules.RunbookUrl;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.service.AgentContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts in the process: rules evaluated in each cycle, notifications, and what is served. */
public final class AlertingFeature implements Feature {
  private volatile @Nullable Running running;

  /** All that alerting is, once it is at work. */
  private record Running(Rules rules, Notifier notifier, AlertingFiles files) {}

  @Override
  public String name() {
    return "alerting";
  }

  /** After the others, whose series its rules are about. */
  @Override
  public int order() {
    return 100;
  }

  @Override
  public List<Option<?>> options() {
    return AlertingOptions.ALL;
  }

  @Override
  public List<Section<?>> sections() {
    return AlertingOptions.SECTIONS;
  }

  @Override
  public List<String> paths() {
    return List.of("/api/v1/rules", "/api/v1/alerts", "/monitoring/alerts", RunbookUrl.PATH);
  }

  @Override
  public void routes(Endpoints endpoints) {
    new RuleEndpoints(() -> running().rules()).routes(endpoints);
    new AlertEndpoints(() -> running().rules(), () -> running().notifier()).routes(endpoints);
    new RunbookEndpoints(() -> running().rules()).routes(endpoints);
  }

  @Override
  public void check(Config config) {
    AlertingFiles.check(config);
  }

  @Override
  public void start(Insight insight, AgentContext context) {
    Config config = context.config();
    String externalUrl = config.get(AlertingOptions.EXTERNAL_URL);
    Notifier notifier =
        new Notifier(
            AlertingFiles.channelsOrNone(config),
            insight.dataDirectory(),
            externalUrl,
            insight.cycle().clock());
    insight.alerts().to(notifier);
    Rules rules =
        new Rules(
            insight,
            AlertOptions.defaults().withExternal(Map.of(), externalUrl),
            config.get(AlertingOptions.BUILTIN_RULES));
    AlertingFiles files = new AlertingFiles(config, rules, notifier, insight.alerts());
    files.begin();
    context.metrics().register(notifier);
    notifier.start();
    running = new Running(rules, notifier, files);
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return now;
  }

  @Override
  public void cycle(long timeMillis) {
    running().rules().evaluate(timeMillis);
  }

  @Override
  public void close() {
    Running now = running;
    if (now != null) {
      now.files().close();
      now.rules().close();
      now.notifier().close();
    }
  }
}

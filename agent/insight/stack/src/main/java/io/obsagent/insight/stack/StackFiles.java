// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.stack;

import io.obsagent.insight.alerting.rules.BuiltinRules;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleExport;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.alerting.rules.RunbookUrl;
import io.obsagent.insight.dashboards.DashboardFiles;
import io.obsagent.insight.dashboards.OutputDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The files of a stack: texts of the jar with the user's names in them, rules and dashboards. */
final class StackFiles {
  private static final String LICENCE = "# SPDX-License-Identifier: Apache-2.0\n";

  private static final List<String> COMPOSE =
      List.of(
          "docker-compose.monitoring.yml",
          "README.md",
          "Dockerfile.snippet",
          "prometheus/prometheus.yml",
          "alertmanager/alertmanager.yml",
          "loki/loki.yml",
          "otel-collector/config.yml",
          "logstash/pipeline/obs-agent.conf");

  private static final List<String> KUBERNETES =
      List.of(
          "kubernetes/deployment-patch.yml",
          "kubernetes/service.yml",
          "kubernetes/service-monitor.yml",
          "kubernetes/network-policy.yml",
          "kubernetes/ingress.yml",
          "kubernetes/alternatives/pod-monitor.yml");

  private final StackOptions options;
  private final OutputDirectory output = new OutputDirectory();

  private StackFiles(StackOptions options) {
    this.options = options;
  }

  static OutputDirectory of(StackOptions options) {
    StackFiles files = new StackFiles(options);
    COMPOSE.forEach(files::add);
    files.rules();
    files.grafana();
    if (options.kubernetes()) {
      KUBERNETES.forEach(files::add);
      files.prometheusRule();
    }
    return files.output;
  }

  private void add(String path) {
    String text = text(path);
    for (Map.Entry<String, String> value : options.values().entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    output.add(path, text);
  }

  private static String text(String path) {
    try (InputStream in = StackFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + path + "; build it anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rules() {
    output.add(
        "prometheus/recording_rules.yml",
        LICENCE
            + "# Series that the rules of alerts and the dashboards go by, as the agent records them.\n"
            + RuleExport.write(groups(RuleDefinition.Recording.class::isInstance)));
    output.add(
        "prometheus/alert_rules.yml",
        LICENCE
            + "# The alerts that come with the agent; their runbooks are served by it.\n"
            + RuleExport.write(groups(RuleDefinition.Alerting.class::isInstance)));
  }

  private void prometheusRule() {
    String rules = RuleExport.write(groups(rule -> true));
    output.add(
        "kubernetes/prometheus-rule.yml",
        LICENCE
            + "# For the Prometheus operator: recorded series and alerts that come with the agent.\n"
            + "apiVersion: monitoring.coreos.com/v1\n"
            + "kind: PrometheusRule\n"
            + "metadata:\n  name: obs-agent\n  namespace: '"
            + options.value("namespace")
            + "'\nspec:\n"
            + rules.indent(2));
  }

  private List<RuleGroup> groups(Function<RuleDefinition, Boolean> wanted) {
    List<RuleGroup> groups = new ArrayList<>();
    for (RuleGroup group : BuiltinRules.groups()) {
      List<RuleDefinition> rules =
          group.rules().stream().filter(wanted::apply).map(this::linked).toList();
      if (!rules.isEmpty()) {
        groups.add(
            new RuleGroup(
                group.name(),
                group.file(),
                group.interval(),
                group.limit(),
                group.queryOffset(),
                rules));
      }
    }
    return groups;
  }

  private RuleDefinition linked(RuleDefinition rule) {
    return rule instanceof RuleDefinition.Alerting alert
        ? new RuleDefinition.Alerting(
            alert.name(),
            alert.query(),
            alert.expr(),
            alert.hold(),
            alert.keepFiring(),
            alert.labels(),
            RunbookUrl.linked(options.value("console"), alert.name(), alert.annotations()),
            alert.place())
        : rule;
  }

  private void grafana() {
    DashboardFiles.json(List.of(), options.value("console"), problem -> {})
        .forEach((file, json) -> output.add("grafana/dashboards/" + file, json));
    output.add(
        "grafana/provisioning/dashboards/obs-agent.yml",
        DashboardFiles.provider("/var/lib/grafana/dashboards"));
    output.add(
        "grafana/provisioning/datasources/obs-agent.yml",
        DashboardFiles.dataSource("http://prometheus:9090") + MORE_SOURCES);
  }

  /** What else of the stack Grafana shows. */
  private static final String MORE_SOURCES =
      """
        - name: Jaeger
          uid: obs-jaeger
          type: jaeger
          access: proxy
          url: http://jaeger:16686
        - name: Loki
          uid: obs-loki
          type: loki
          access: proxy
          url: http://loki:3100
        - name: Alertmanager
          uid: obs-alertmanager
          type: alertmanager
          access: proxy
          url: http://alertmanager:9093
          jsonData:
            implementation: prometheus
      """;
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.insight.alerting.rules.BuiltinRules;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlParser;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds for each dashboard that comes with the agent. */
class ShippedDashboardsTest {
  static final List<String> SHIPPED = Dashboards.SHIPPED;

  /** What is there without any definition: Prometheus' own, and that of alerts. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

  private static final Set<String> SOURCES = Set.of("cAdvisor", "node-exporter", "the application");

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void usesMetricsThatTheReferenceHasOrSaysWhoBringsThem(String id) throws Exception {
    Set<String> known = knownMetrics();
    List<String> unknown = new ArrayList<>();
    for (Panel panel : Dashboards.shipped(id).panels()) {
      for (Panel.Target target : panel.targets()) {
        for (String metric : metrics(target.expr())) {
          if (known.contains(metric) != panel.from().isEmpty()) {
            unknown.add(panel.title() + ": " + metric);
          }
        }
      }
      assertThat(
              panel.from().isEmpty() || SOURCES.contains(panel.from()) && !panel.needs().isEmpty())
          .as(panel.title())
          .isTrue();
    }
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void linksToRunbooksThatThereAre(String id) {
    Set<String> alerts = new HashSet<>();
    for (RuleGroup group : BuiltinRules.groups()) {
      for (RuleDefinition rule : group.rules()) {
        alerts.add(rule.name());
      }
    }
    assertThat(Dashboards.shipped(id).panels())
        .extracting(Panel::alert)
        .allMatch(alert -> alert.isEmpty() || alerts.contains(alert));
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void everyPanelSaysWhatItShows(String id) {
    Dashboard dashboard = Dashboards.shipped(id);
    assertThat(dashboard.id()).isEqualTo(id);
    assertThat(dashboard.description()).endsWith(".");
    assertThat(dashboard.panels())
        .allMatch(panel -> panel.description().endsWith("."))
        .allMatch(panel -> panel.needs().isEmpty() || panel.needs().endsWith("."));
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void isADashboardForGrafana(String id) throws IOException {
    Dashboard dashboard = Dashboards.shipped(id);
    JsonNode json =
        new ObjectMapper()
            .readTree(IndentedJson.of(GrafanaDashboard.write(dashboard, "http://agent:9464")));

    assertThat(json.path("schemaVersion").asInt()).isEqualTo(42);
    assertThat(json.path("uid").asText()).hasSizeBetween(1, 40);
    assertThat(json.path("templating").path("list"))
        .extracting(variable -> variable.path("name").asText())
        .startsWith("datasource", "job", "instance")
        .endsWith("console");
    assertThat(json.path("annotations").path("list"))
        .extracting(annotation -> annotation.path("name").asText())
        .containsExactly("Deployments", "Restarts", "Alerts");
    List<JsonNode> panels = new ArrayList<>();
    json.path("panels").forEach(panels::add);
    assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
    assertNothingOverlaps(panels);
    panels.removeIf(panel -> panel.path("type").asText().equals("row"));
    assertThat(panels).hasSize(dashboard.panels().size());
    Set<String> variables = new HashSet<>(Set.of("__rate_interval", "__range"));
    json.path("templating").path("list").forEach(each -> variables.add(each.path("name").asText()));
    for (JsonNode panel : panels) {
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText()).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        Matcher matcher = Pattern.compile("\\$(\\w+)").matcher(target.path("expr").asText());
        while (matcher.find()) {
          assertThat(variables).contains(matcher.group(1));
        }
      }
    }
  }

  private static void assertNothingOverlaps(List<JsonNode> panels) {
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : panels) {
      JsonNode at = panel.path("gridPos");
      int right = at.path("x").asInt() + at.path("w").asInt();
      int bottom = at.path("y").asInt() + at.path("h").asInt();
      assertThat(right).isLessThanOrEqualTo(24);
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = at.path("y").asInt(); y < bottom; y++) {
          assertThat(cells.add(x + "," + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  /** Names of metrics in an expression, however it nests. */
  private static Set<String> metrics(String expr) throws ReflectiveOperationException {
    Set<String> found = new TreeSet<>();
    collect(PromqlParser.parse(Placeholders.filled(expr, Map.of(), "5m", "1h")), found);
    assertThat(found).as(expr).isNotEmpty();
    return found;
  }

  private static void collect(Object node, Set<String> found) throws ReflectiveOperationException {
    if (node instanceof Expr.VectorSelector selector) {
      found.add(selector.name());
    } else if (node instanceof List<?> list) {
      for (Object element : list) {
        collect(element, found);
      }
    } else if (node instanceof Expr && node instanceof Record) {
      for (RecordComponent part : node.getClass().getRecordComponents()) {
        Object value = part.getAccessor().invoke(node);
        if (value != null) {
          collect(value, found);
        }
      }
    }
  }

  private static Set<String> knownMetrics() throws IOException {
    Set<String> known = new HashSet<>(OF_PROMETHEUS);
    Path reference = Path.of("..", "..", "..", "docs", "metrics-reference.md");
    try (Stream<String> lines = Files.lines(reference)) {
      lines
          .filter(line -> line.startsWith("| `"))
          .forEach(
              line -> {
                String name = line.substring(3, line.indexOf('`', 3));
                known.add(name);
                if (line.contains("| histogram |")) {
                  List.of("_bucket", "_count", "_sum").forEach(end -> known.add(name + end));
                }
              });
    }
    return known;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.obsagent.insight.alerting.rules.RuleFile;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the shapes that Sloth, OpenSLO and Pyrra publish. */
class ObjectiveFileTest {
  static ObjectiveFile load(String name) throws Exception {
    return ObjectiveFile.read(name, text(name));
  }

  private static String text(String name) throws Exception {
    try (var in = ObjectiveFileTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isExact(Objective objective) {
    return new Measured(
            objective,
            Duration.ofSeconds(15),
            java.util.Set.of(),
            group -> new Tally(group, objective.period(), Duration.ofSeconds(15)),
            () -> true,
            true)
        .isExact();
  }

  @Test
  void slothsFilesAreReadAsTheyAre() throws Exception {
    ObjectiveFile file = load("sloth.yml");
    assertThat(file.errors()).isEmpty();
    assertThat(file.objectives())
        .extracting(Objective::id, Objective::target, ObjectiveFileTest::isExact)
        .containsExactly(
            tuple("shop-orders-availability", 0.9995, true),
            tuple("shop-orders-latency", 0.99, true),
            tuple("shop-stock-is-there", 0.95, false),
            tuple("shop-stock-share", 0.9, false));
    Objective first = file.objectives().get(0);
    assertThat(first.labels())
        .isEqualTo(Map.of("owner", "checkout", "tier", "1", "category", "availability"));
    assertThat(first.owner()).isEqualTo("checkout");
    assertThat(first.alerts().name()).isEqualTo("OrdersFail");
    assertThat(first.alerts().page().labels()).isEqualTo(Map.of("severity", "wake"));
    assertThat(first.alerts().ticket().labels()).isEqualTo(Map.of("severity", "warning"));
    Objective latency = file.objectives().get(1);
    assertThat(latency.alerts().page().enabled()).isFalse();
    assertThat(Counters.bounds(latency.indicator()))
        .containsExactly(new Counters.Bound("http_request_duration_seconds", 5));
    assertThat(file.objectives().get(2).alerts()).isEqualTo(AlertPolicy.none());
  }

  @Test
  void slothsResourcesOfKubernetesAreRead() throws Exception {
    ObjectiveFile file = load("sloth-resource.yml");
    assertThat(file.errors()).isEmpty();
    assertThat(file.objectives())
        .extracting(Objective::id, ObjectiveFileTest::isExact)
        .containsExactly(tuple("shop-search-availability", true), tuple("stock-share", false));
  }

  @Test
  void openSloIsRead() throws Exception {
    ObjectiveFile file = load("openslo.yml");
    assertThat(file.errors()).isEmpty();
    assertThat(file.objectives())
        .extracting(Objective::id, Objective::target, Objective::type, o -> o.period().toString())
        .containsExactly(
            tuple("shop-orders", 0.999, "ratio", "4w"),
            tuple("shop-orders-fast", 0.995, "ratio", "month"),
            tuple("shop-workers-free-0", 0.99, "threshold", "1w"),
            tuple("shop-workers-free-1", 0.9, "threshold", "1w"));
    assertThat(file.objectives()).allMatch(ObjectiveFileTest::isExact);
    assertThat(file.objectives().get(0).owner()).isEqualTo("checkout, web");
    assertThat(file.objectives().get(1).indicator())
        .isInstanceOfSatisfying(
            Indicator.Sliced.class,
            sliced -> {
              assertThat(sliced.slice()).isEqualTo(Duration.ofMinutes(5));
              assertThat(sliced.target()).isEqualTo(0.95);
            });
    assertThat(file.objectives().get(2).indicator().slice()).isEqualTo(Duration.ofMinutes(2));
    assertThat(file.objectives().get(3).indicator())
        .isEqualTo(
            new Indicator.Sliced(
                new Indicator.Threshold(new Query("(sum(workers_idle)) > bool 5")),
                Duration.ofHours(1),
                null));
    assertThat(file.objectives().get(3).indicator().errorRatio().text("6h"))
        .startsWith("avg_over_time(((1 - avg_over_time((")
        .endsWith("[1h:1m])) >= 0)[6h:1h])");
    assertThat(Counters.bounds(file.objectives().get(1).indicator()))
        .containsExactly(new Counters.Bound("http_request_duration_seconds", 0.4));
  }

  @Test
  void alertPoliciesOfOpenSloTakeThePlaceOfTheUsualAlerts() throws Exception {
    ObjectiveFile file = load("openslo.yml");
    assertThat(file.objectives().get(0).alerts()).isEqualTo(AlertPolicy.DEFAULT);
    AlertPolicy alerts = file.objectives().get(1).alerts();
    assertThat(alerts).isEqualTo(AlertPolicy.only(alerts.conditions()));
    assertThat(alerts.conditions())
        .extracting(
            AlertPolicy.Condition::name,
            AlertPolicy.Condition::condition,
            AlertPolicy.Condition::severity,
            each -> each.operator() + each.threshold(),
            AlertPolicy.Condition::lookback,
            AlertPolicy.Condition::after,
            AlertPolicy.Condition::breaching,
            AlertPolicy.Condition::noData)
        .containsExactly(
            of("fast-burn", "ten-times", "page", ">=10.0", 45, 0, true, false),
            of("no-data", "ten-times", "page", ">=10.0", 45, 0, false, true),
            of("slow-burn", "twice-in-a-day", "ticket", ">2.0", 1440, 15, true, true));
    assertThat(file.warnings())
        .anyMatch(line -> line.contains("alertWhenResolved: whether an alert's end is told"))
        .anyMatch(line -> line.contains("notificationTargets: alerts are sent by the routes"))
        .anyMatch(line -> line.contains("op: 'lte' is read as the examples of OpenSLO mean it"));
  }

  private static org.assertj.core.groups.Tuple of(
      String name,
      String condition,
      String severity,
      String threshold,
      int lookback,
      int after,
      boolean breaching,
      boolean noData) {
    return tuple(
        name,
        condition,
        severity,
        threshold,
        Duration.ofMinutes(lookback),
        Duration.ofMinutes(after),
        breaching,
        noData);
  }

  @Test
  void whatIsWrongInOpenSloIsToldWithItsPlace() {
    String file =
        """
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: %s}
        spec:
          service: shop
          indicator: {metadata: {name: i}, spec: {ratioMetric: {
            bad: {metricSource: {type: p, spec: {query: 'a_total{x="1"}'}}},
            total: {metricSource: {type: p, spec: {query: a_total}}}}}}
          budgetingMethod: %s
          timeWindow: [{duration: 1d, isRolling: true}]
          objectives: [{target: 0.9, %s}]
          alertPolicies: [%s]
        """;
    String good = "timeSliceWindow: 1m, timeSliceTarget: 0.9";
    assertThat(errors(file, "a", "Timeslices", good, "")).isEmpty();
    assertThat(errors(file, "a", "RatioTimeslices", "timeSliceWindow: 1m", "")).isEmpty();
    assertThat(errors(file, "a", "Slices", good, ""))
        .isEqualTo(
            "f.yml:9: budgetingMethod: expected one of Occurrences, Timeslices, RatioTimeslices");
    assertThat(errors(file, "a", "Timeslices", "timeSliceWindow: 1m", ""))
        .isEqualTo("f.yml:11: 'timeSliceTarget' is missing");
    assertThat(errors(file, "a", "Timeslices", "timeSliceWindow: 5s, timeSliceTarget: 1", ""))
        .isEqualTo("f.yml:11: timeSliceWindow: expected a duration from 1m to 1d");
    assertThat(errors(file, "a", "Timeslices", "timeSliceWindow: 20h, timeSliceTarget: 1", ""))
        .isEqualTo("f.yml:11: timeSliceWindow: there are two slices at least in a period");
    assertThat(errors(file, "a", "Timeslices", "timeSliceWindow: 5, timeSliceTarget: 1.5", ""))
        .isEqualTo(
            "f.yml:11: timeSliceTarget: expected a share above 0 and up to 1, as in 0.95; not"
                + " '1.5'");
    assertThat(errors(file, "a", "Occurrences", "op: gt", "none"))
        .isEqualTo("f.yml:12: there is no AlertPolicy 'none' in this file");
    String policy = "{metadata: {name: p}, spec: {conditions: [%s]}}";
    assertThat(errors(file, "a", "Occurrences", "op: gt", policy.formatted("")))
        .isEqualTo("f.yml:12: 'conditions' is missing");
    String condition =
        "{metadata: {name: c}, spec: {severity: page, condition: {op: gt, lookbackWindow: 1h,"
            + " %s}}}";
    assertThat(
            errors(
                file,
                "a",
                "Occurrences",
                "op: gt",
                policy.formatted(condition.formatted("threshold: 0"))))
        .isEqualTo("f.yml:12: threshold: expected a burn rate above 0, as in 14.4; not '0'");
    assertThat(
            errors(
                file,
                "a",
                "Occurrences",
                "op: gt",
                policy.formatted(condition.formatted("threshold: 1, kind: budget"))))
        .isEqualTo("f.yml:12: kind: only burnrate is known, not 'budget'");
    assertThat(ObjectiveFile.read("f.yml", "apiVersion: openslo/v1\nkind: Slo").errors())
        .containsExactly(
            "f.yml:2: kind: expected one of SLO, SLI, AlertPolicy, AlertCondition,"
                + " AlertNotificationTarget, DataSource, Service, not 'Slo'");
  }

  @Test
  void aMonthOfTheCalendarIsAlsoReadAsOpenSlosExamplesWriteIt() throws Exception {
    String file = text("openslo.yml");
    ObjectiveFile read = ObjectiveFile.read("f.yml", file.replace("duration: 1M", "duration: 1m"));
    assertThat(read.errors()).isEmpty();
    assertThat(read.objectives().get(1).period()).hasToString("month");
  }

  private static String errors(String file, Object... parts) {
    return String.join("\n", ObjectiveFile.read("f.yml", file.formatted(parts)).errors());
  }

  @Test
  void theOlderOpenSloThatSlothTakesIsRead() throws Exception {
    ObjectiveFile file = load("openslo-old.yml");
    assertThat(file.errors()).isEmpty();
    assertThat(file.objectives()).singleElement().matches(ObjectiveFileTest::isExact);
  }

  @Test
  void pyrrasFilesAreRead() throws Exception {
    ObjectiveFile file = load("pyrra.yml");
    assertThat(file.errors()).isEmpty();
    assertThat(file.objectives())
        .extracting(Objective::id, Objective::target, o -> o.period().length(), Objective::grouping)
        .containsExactly(
            tuple("orders-errors", 0.999, Duration.ofDays(28), List.of("method")),
            tuple("orders-latency", 0.9, Duration.ofDays(14), List.of()),
            tuple("probe", 0.99, Duration.ofDays(7), List.of()),
            tuple("rpc-latency", 0.995, Duration.ofDays(14), List.of("service")));
    assertThat(file.objectives().get(3).indicator())
        .isEqualTo(
            new Indicator.Events(
                new Query(
                    "sum by (service) (rate(rpc_server_seconds_bucket{code=\"ok\",le=\"0.25\"}"
                        + "[{{.window}}]))"),
                true,
                new Query(
                    "sum by (service)"
                        + " (rate(rpc_server_seconds_count{code=\"ok\"}[{{.window}}]))")));
    assertThat(file.warnings())
        .containsExactly(
            "pyrra.yml:59: latencyNative: counted by the classic form of the histogram,"
                + " rpc_server_seconds_bucket and rpc_server_seconds_count");
    assertThat(file.objectives().get(0).labels()).isEqualTo(Map.of("team", "checkout"));
    assertThat(Counters.bounds(file.objectives().get(1).indicator()))
        .containsExactly(new Counters.Bound("http_request_duration_seconds", 1));
  }

  @Test
  void anObjectiveThatIsWrongIsToldWithItsPlaceAndLeftOutAlone() {
    ObjectiveFile file =
        ObjectiveFile.read(
            "slo.yml",
            """
            objectives:
              - name: right
                target: 99
              - name: wrong
                targt: 99
              - name: far
                target: 100
              - name: ratio
                target: 99
                total: "sum(rate(a_total[5m]"
                bad: b_total
              - name: slow
                type: latency
                target: 99
              - name: right
                target: 98
              - name: also-right
                type: latency
                latency_threshold_ms: 250
                target: 95.0
            """);
    assertThat(file.objectives())
        .extracting(Objective::name)
        .containsExactly("right", "also-right");
    assertThat(file.errors())
        .containsExactly(
            "slo.yml:5: unknown key 'targt' in an objective – did you mean 'target'?",
            "slo.yml:7: target: expected percent, above 0 and below 100, as in 99.9; not '100'",
            "slo.yml:10: total: no PromQL: 1:21: parse error: unclosed left parenthesis",
            "slo.yml:12: an objective of type latency has a 'threshold', as in 300ms",
            "slo.yml:15: there is an objective 'right' already; the first counts");
  }

  @Test
  void whatCannotBeReadOfOthersFormatsIsToldWithAWayOut() {
    assertThat(
            ObjectiveFile.read(
                    "s.yml",
                    """
                    version: prometheus/v1
                    service: shop
                    slos:
                      - name: a
                        objective: 99
                        sli: {plugin: {id: x}}
                    """)
                .errors())
        .singleElement()
        .asString()
        .startsWith("s.yml:6: a plugin is a program of Sloth's; write its queries");
    assertThat(
            ObjectiveFile.read(
                    "o.yml",
                    """
                    apiVersion: openslo/v1
                    kind: SLO
                    metadata: {name: a}
                    spec:
                      service: b
                      indicatorRef: nowhere
                      objectives: [{target: 0.9}]
                    """)
                .errors())
        .containsExactly("o.yml:6: there is no SLI 'nowhere' in this file");
    assertThat(ObjectiveFile.read("x.yml", "a: [").errors())
        .singleElement()
        .asString()
        .startsWith("x.yml:");
    assertThat(ObjectiveFile.read("x.yml", "").errors())
        .containsExactly("x.yml:1: there is no objective in it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sloth.yml", "sloth-resource.yml", "openslo.yml", "pyrra.yml"})
  void whatIsWrittenOfThemCanBeReadAgain(String name) throws Exception {
    List<Objective> objectives = load(name).objectives();
    RuleFile rules = RuleFileReader.read("rules", PrometheusRules.write(objectives));
    assertThat(rules.errors()).isEmpty();
    assertThat(rules.rules()).isGreaterThanOrEqualTo(15 * objectives.size());
    RuleFile own = RuleFileReader.read("rules", AlertRules.yaml(objectives));
    assertThat(own.errors()).isEmpty();

    ObjectiveFile again = ObjectiveFile.read("written", OpenSloWriter.write(objectives));
    assertThat(again.errors()).isEmpty();
    assertThat(again.objectives())
        .extracting(Objective::id, Objective::target, Objective::period)
        .containsExactlyElementsOf(
            objectives.stream().map(o -> tuple(o.id(), o.target(), o.period())).toList());
    for (int i = 0; i < objectives.size(); i++) {
      Indicator indicator = objectives.get(i).indicator();
      if (indicator.inner() instanceof Indicator.Events) {
        assertThat(again.objectives().get(i).indicator()).isEqualTo(indicator);
      }
      assertThat(again.objectives().get(i).indicator().slice()).isEqualTo(indicator.slice());
      assertThat(again.objectives().get(i).alerts().conditions())
          .isEqualTo(objectives.get(i).alerts().conditions());
    }
  }

  @Test
  void theExampleOfTheReferenceIsRight() throws Exception {
    ConfigNode node = YamlReader.read("x", SloFeature.OBJECTIVES.example()).root();
    List<String> problems = new ArrayList<>();
    assertThat(SloFeature.OBJECTIVES.parser().parse(node, problems::add)).hasSize(3);
    node = YamlReader.read("x", SloFeature.MAINTENANCE.example()).root();
    assertThat(SloFeature.MAINTENANCE.parser().parse(node, problems::add)).hasSize(1);
    assertThat(problems).isEmpty();
  }

  @Test
  void theDefaultsAreThoseThatTheOptionNames() {
    List<String> problems = new ArrayList<>();
    String[] names = SloFeature.DEFAULTS.description().replaceFirst(".*: ", "").split("[,.] ?");
    assertThat(Defaults.named(List.of(names), problems))
        .hasSize(6)
        .allMatch(ObjectiveFileTest::isExact);
    assertThat(problems).isEmpty();
    Defaults.named(List.of("nothing"), problems);
    assertThat(problems)
        .containsExactly(
            "slo.defaults: there is no 'nothing'; there are ai-success, availability,"
                + " deployment-success, errors, response-time, workflow-success");
  }
}

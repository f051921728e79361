// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.alerting.rules.AlertOptions;
import io.obsagent.insight.alerting.rules.RuleFile;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A process with a clock that is set by hand and counters that are added to by hand. */
final class Shop implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  static final Duration INTERVAL = Duration.ofSeconds(15);

  /** Served requests, by route and status. */
  private final Map<List<String>, Double> requests = new TreeMap<>(Shop::compare);

  /** Requests that ended with an exception, by route and its class. */
  private final Map<List<String>, Double> errors = new TreeMap<>(Shop::compare);

  private final List<List<Alert>> sent = new ArrayList<>();
  private final SeriesStore store;
  final Insight insight;
  final Objectives objectives;
  final Incidents incidents;
  private final Rules rules;
  Instant now;
  boolean maintenance;

  Shop(@Nullable Path directory, Instant start, Objective... wanted) {
    this(directory, start, INTERVAL, wanted);
  }

  Shop(@Nullable Path directory, Instant start, Duration interval, Objective... wanted) {
    now = start;
    store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), line -> {});
    Cycle cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(this::collect),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                interval,
                () -> now,
                line -> {
                  throw new AssertionError(line);
                }));
    Alerts alerts = new Alerts();
    insight = new Insight(store, new Engine(EngineOptions.defaults()), cycle, alerts, directory);
    alerts.to(sent::add);
    Firing firing = new Firing(() -> now);
    alerts.to(firing);
    incidents = new Incidents(alerts, firing);
    rules = new Rules(insight, AlertOptions.defaults(), false);
    alerts.onRules(this::loadRules);
    objectives =
        new Objectives(
            insight,
            Labels.of("job", "shop", "instance", "host"),
            (metric, bound) -> true,
            time -> !maintenance);
    objectives.use(List.of(wanted));
    cycle.add(objectives::cycle);
    cycle.add(time -> incidents.cycle(objectives.all(), Instant.ofEpochMilli(time)));
    cycle.add(rules::evaluate);
  }

  private static int compare(List<String> one, List<String> other) {
    return one.toString().compareTo(other.toString());
  }

  private void loadRules() {
    List<RuleFile> files = new ArrayList<>();
    insight.alerts().rules().forEach((name, yaml) -> files.add(RuleFileReader.read(name, yaml)));
    for (RuleFile file : files) {
      if (!file.errors().isEmpty()) {
        throw new AssertionError(file.errors());
      }
    }
    rules.load(files);
  }

  static Objective objective(String yaml) {
    ObjectiveFile file = ObjectiveFile.read("test.yml", yaml);
    if (!file.errors().isEmpty()) {
      throw new AssertionError(file.errors());
    }
    return file.objectives().get(0);
  }

  private List<MetricFamily> collect() {
    return List.of(
        counter("http_requests_total", List.of("route", "status_code"), requests),
        counter("http_request_errors_total", List.of("route", "error_type"), errors));
  }

  private static MetricFamily counter(
      String name, List<String> labels, Map<List<String>, Double> counts) {
    List<MetricFamily.Point> points = new ArrayList<>();
    counts.forEach((values, count) -> points.add(new NumberPoint(values, count, null)));
    return new MetricFamily(name, "Help.", "", Type.COUNTER, labels, points);
  }

  void fail(String route, String exception, double count) {
    errors.merge(List.of(route, exception), count, Double::sum);
  }

  void serve(String route, int status, double count) {
    requests.merge(List.of(route, String.valueOf(status)), count, Double::sum);
  }

  void cycle() {
    now = now.plus(INTERVAL);
    insight.cycle().hold();
  }

  /** Cycles in which as many requests of each kind are served. */
  void run(Duration time, double good, double bad) {
    for (Instant end = now.plus(time); now.isBefore(end); ) {
      serve("/", 200, good);
      if (bad > 0) {
        serve("/", 500, bad);
      }
      cycle();
    }
  }

  Measured measured() {
    return objectives.all().get(0);
  }

  Tally tally() {
    return measured().tallies().get(0);
  }

  Attainment attainment() {
    return Attainment.of(measured(), tally(), now);
  }

  Report report() {
    return Report.of(measured(), tally(), now, incidents, List.of());
  }

  /** Names of the alerts that fire, with the urgency of those on burn rates. */
  List<String> firing() {
    return rules.alerts().stream()
        .filter(alert -> alert.state().name().equals("FIRING"))
        .map(
            alert ->
                alert.labels().get("alertname")
                    + (alert.labels().get("sloth_severity").isEmpty()
                        ? ""
                        : " " + alert.labels().get("sloth_severity")))
        .sorted()
        .toList();
  }

  double query(String text) {
    QueryResult.Vector vector =
        (QueryResult.Vector)
            insight.engine().instant(store, PromqlParser.parse(text), now.toEpochMilli());
    return vector.samples().size() == 1 ? vector.samples().get(0).value() : Double.NaN;
  }

  @Override
  public void close() {
    objectives.close();
    rules.close();
    store.close();
  }
}

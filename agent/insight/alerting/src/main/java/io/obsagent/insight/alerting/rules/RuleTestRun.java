// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.promql.SeriesNotation;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One entry of {@code tests:} of a test file: its series, its evaluations, its expectations. */
final class RuleTestRun {
  private static final List<String> KEYS =
      List.of(
          "name",
          "interval",
          "start_timestamp",
          "input_series",
          "alert_rule_test",
          "promql_expr_test",
          "external_labels",
          "external_url");

  /** YAML's own notation of what is no finite number. */
  private static final Map<String, Double> YAML_NUMBERS =
      Map.of(
          ".nan", Double.NaN,
          ".inf", Double.POSITIVE_INFINITY,
          "+.inf", Double.POSITIVE_INFINITY,
          "-.inf", Double.NEGATIVE_INFINITY);

  private static final double FUZZ = 1e-12;
  private static final long MAX_EVALUATIONS = 10_000_000;

  private final YamlMap test;
  private final List<RuleGroup> groups;
  private final Duration evaluationInterval;
  private final boolean fuzzy;
  private final List<String> errors;
  private final List<String> notes;
  private final Engine engine = new Engine(EngineOptions.defaults().withMaxSamples(50_000_000));

  RuleTestRun(
      YamlMap test,
      List<RuleGroup> groups,
      Duration evaluationInterval,
      boolean fuzzy,
      List<String> errors,
      List<String> notes) {
    this.test = test;
    this.groups = groups;
    this.evaluationInterval = evaluationInterval;
    this.fuzzy = fuzzy;
    this.errors = errors;
    this.notes = notes;
  }

  void run() throws YamlException {
    test.allowOnly("a test", KEYS);
    long start = start();
    long longest = longest();
    // Nothing is dropped or thinned out: samples are kept as they came for the whole test.
    StoreOptions options =
        new StoreOptions(
            Duration.ofMinutes(5), Duration.ofDays(36_500), Long.MAX_VALUE / 8, 0, null);
    try (SeriesStore store = SeriesStore.open(options, start, warning -> {})) {
      load(store, start, longest);
      evaluate(store, start, longest);
      for (YamlMap expectation : test.maps("promql_expr_test")) {
        expression(store, expectation, start);
      }
    }
  }

  private long start() throws YamlException {
    String text = test.text("start_timestamp");
    try {
      return text.isEmpty() ? 0 : Math.round(Double.parseDouble(text) * 1000);
    } catch (NumberFormatException e) {
      try {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeException notATime) {
        throw new YamlException(test.place("start_timestamp") + ": not a time: " + text);
      }
    }
  }

  private long longest() throws YamlException {
    long longest = 0;
    for (String key : List.of("alert_rule_test", "promql_expr_test")) {
      for (YamlMap expectation : test.maps(key)) {
        Duration at = TestRules.duration(expectation, "eval_time", Duration.ZERO);
        longest = Math.max(longest, at.toMillis());
      }
    }
    return longest;
  }

  private void load(SeriesStore store, long start, long longest) throws YamlException {
    long interval = TestRules.positive(test, "interval", evaluationInterval).toMillis();
    // As in promtool, the last of two equal series counts.
    Map<Labels, YamlMap> values = new LinkedHashMap<>();
    for (YamlMap series : test.maps("input_series")) {
      series.allowOnly("an input series", List.of("series", "values"));
      values.put(SeriesNotation.parseLabels(series.text("series")), series);
    }
    for (Map.Entry<Labels, YamlMap> series : values.entrySet()) {
      Points points = new Points(store, series.getKey(), series.getValue(), start, interval);
      // What is later than the last expectation is never looked at, however much it is.
      SeriesNotation.parsePoints(
          series.getValue().text("values"), longest / interval + 1, points::add);
    }
  }

  /** Appends the points of a series, an interval apart. */
  private final class Points {
    private final SeriesStore store;
    private final Labels labels;
    private final YamlMap series;
    private final long interval;
    private long time;

    Points(SeriesStore store, Labels labels, YamlMap series, long start, long interval) {
      this.store = store;
      this.labels = labels;
      this.series = series;
      this.interval = interval;
      time = start;
    }

    void add(SeriesNotation.Point point) {
      if (point instanceof SeriesNotation.Point.Value value) {
        store.append(labels, time, value.value());
      } else if (point instanceof SeriesNotation.Point.Histogram) {
        note(series, "native histograms are not supported, their points are left out");
      }
      time += interval;
    }
  }

  private void evaluate(SeriesStore store, long start, long longest) throws YamlException {
    AlertOptions options =
        AlertOptions.defaults()
            .withExternal(test.textMap("external_labels"), test.text("external_url"));
    InstantQuery query = (expr, time) -> engine.instant(store, expr, time);
    RuleEngine rules =
        new RuleEngine(store, query, alerts -> {}, options, evaluationInterval, null);
    rules.load(groups.stream().map(RuleTestRun::atTestInterval).toList());
    rules.skipRestore();
    Map<Long, List<YamlMap>> expectations = new TreeMap<>();
    for (YamlMap expectation : test.maps("alert_rule_test")) {
      expectation.allowOnly("alert_rule_test", List.of("eval_time", "alertname", "exp_alerts"));
      long at = TestRules.duration(expectation, "eval_time", Duration.ZERO).toMillis();
      expectations.computeIfAbsent(at, key -> new ArrayList<>()).add(expectation);
    }
    long step = evaluationInterval.toMillis();
    if (longest / step > MAX_EVALUATIONS) {
      throw new YamlException(
          (test.place() + ": more than " + MAX_EVALUATIONS + " evaluations; give a longer")
              + " evaluation_interval or an earlier eval_time");
    }
    for (long at = 0; at <= longest; at += step) {
      rules.evaluate(start + at);
      for (Map.Entry<Long, List<YamlMap>> due : expectations.entrySet()) {
        if (due.getKey() >= at && due.getKey() < at + step) {
          for (YamlMap expectation : due.getValue()) {
            alerts(rules, expectation);
          }
        }
      }
    }
    for (RuleStatus rule : rules.rules()) {
      if (!rule.lastError().isEmpty()) {
        errors.add(
            rule.rule().place() + ": rule '" + rule.rule().name() + "': " + rule.lastError());
      }
    }
  }

  /** As promtool does it: every group is evaluated at every step of the test. */
  private static RuleGroup atTestInterval(RuleGroup group) {
    return new RuleGroup(
        group.name(), group.file(), null, group.limit(), group.queryOffset(), group.rules());
  }

  private void alerts(RuleEngine rules, YamlMap expectation) throws YamlException {
    String name = expectation.text("alertname");
    TreeSet<String> expected = new TreeSet<>();
    for (YamlMap alert : expectation.maps("exp_alerts")) {
      Map<String, String> labels = new TreeMap<>(alert.textMap("exp_labels"));
      labels.put("alertname", name);
      expected.add(alert(Labels.of(labels), alert.textMap("exp_annotations")));
    }
    TreeSet<String> got = new TreeSet<>();
    for (ActiveAlert alert : rules.alerts()) {
      if (alert.state() == ActiveAlert.State.FIRING
          && alert.labels().get("alertname").equals(name)) {
        got.add(alert(alert.labels(), alert.annotations()));
      }
    }
    if (!expected.equals(got)) {
      String where = "alertname: " + name + ", time: " + expectation.text("eval_time");
      report(expectation, where, expected, got);
    }
  }

  private static String alert(Labels labels, Map<String, String> annotations) {
    return "Labels:" + labels + " Annotations:" + new TreeMap<>(annotations);
  }

  private void expression(SeriesStore store, YamlMap expectation, long start) throws YamlException {
    expectation.allowOnly("promql_expr_test", List.of("expr", "eval_time", "exp_samples"));
    String expr = expectation.text("expr");
    long at = start + TestRules.duration(expectation, "eval_time", Duration.ZERO).toMillis();
    Map<Labels, Double> expected = new TreeMap<>();
    for (YamlMap sample : expectation.maps("exp_samples")) {
      sample.allowOnly("exp_samples", List.of("labels", "value", "histogram"));
      if (sample.has("histogram")) {
        note(sample, "native histograms are not supported, expectation skipped: " + expr);
        return;
      }
      expected.put(SeriesNotation.parseLabels(sample.text("labels")), value(sample));
    }
    Map<Labels, Double> got = new TreeMap<>();
    String where = "expr: \"" + expr + "\", time: " + expectation.text("eval_time");
    try {
      QueryResult result = engine.instant(store, PromqlParser.parse(expr), at);
      for (QueryResult.Sample sample : VectorOf.result(result)) {
        got.put(sample.labels(), sample.value());
      }
    } catch (PromqlException | RuleException e) {
      errors.add(at(expectation) + where + ",\n    error: " + e.getMessage());
      return;
    }
    if (!same(expected, got)) {
      report(expectation, where, expected.entrySet(), got.entrySet());
    }
  }

  private void note(YamlMap place, String message) {
    if (notes.isEmpty() || !notes.get(notes.size() - 1).startsWith(place.place())) {
      notes.add(place.place() + ": " + message);
    }
  }

  private static double value(YamlMap sample) throws YamlException {
    String text = sample.text("value");
    String plain = text.toLowerCase(Locale.ROOT);
    if (YAML_NUMBERS.containsKey(plain)) {
      return YAML_NUMBERS.get(plain);
    }
    List<SeriesNotation.Point> points = SeriesNotation.parsePoints(text.isEmpty() ? "0" : text);
    if (points.size() == 1 && points.get(0) instanceof SeriesNotation.Point.Value value) {
      return value.value();
    }
    throw new YamlException(sample.place("value") + ": not a number: " + text);
  }

  private boolean same(Map<Labels, Double> expected, Map<Labels, Double> got) {
    if (!expected.keySet().equals(got.keySet())) {
      return false;
    }
    for (Map.Entry<Labels, Double> entry : expected.entrySet()) {
      double a = entry.getValue();
      double b = got.getOrDefault(entry.getKey(), Double.NaN);
      boolean close = fuzzy && Math.abs(a - b) <= FUZZ * Math.max(Math.abs(a), Math.abs(b));
      if (Double.compare(a, b) != 0 && a != b && !close) {
        return false;
      }
    }
    return true;
  }

  private String at(YamlMap place) {
    String name = "";
    try {
      name = test.text("name");
    } catch (YamlException e) {
      // a name that is no text is left out
    }
    return place.place() + ": " + (name.isEmpty() ? "" : "name: " + name + ", ");
  }

  private void report(YamlMap expectation, String where, Iterable<?> expected, Iterable<?> got) {
    errors.add(
        (at(expectation) + where + ",\n") + lines("    exp:", expected) + lines("    got:", got));
  }

  private static String lines(String title, @Nullable Iterable<?> lines) {
    StringBuilder text = new StringBuilder(title).append('[');
    if (lines != null) {
      lines.forEach(line -> text.append("\n        ").append(line));
    }
    return text.append("]\n").toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.insight.series.BucketBound;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlFaults;
import io.obsagent.yaml.YamlMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The short form of objectives: a list, each with a name, a target and what is measured. */
final class ShortForm {
  private static final String NAME = "[A-Za-z0-9][\\w.-]{0,62}";
  private static final List<String> TYPES =
      List.of("availability", "latency", "error_rate", "ratio", "threshold", "business");
  private static final List<String> KEYS =
      List.of(
          "name",
          "service",
          "type",
          "target",
          "max_percent",
          "description",
          "owner",
          "labels",
          "period",
          "timezone",
          "group_by",
          "min_events",
          "warn_below",
          "alerting",
          "route",
          "method",
          "match",
          "errors",
          "metric",
          "threshold",
          "latency_threshold_ms",
          "good",
          "bad",
          "total",
          "error_ratio",
          "condition");

  private ShortForm() {}

  /**
   * @param node a list of objectives
   * @param problems takes what is wrong; an objective that is wrong is left out
   */
  static List<Objective> read(ConfigNode node, Consumer<String> problems) {
    List<Objective> objectives = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (YamlMap map : YamlMap.mapsAmong("the objectives", node, warnings, problems)) {
      try {
        objectives.add(objective(map));
      } catch (YamlException e) {
        e.problems().forEach(problems);
      }
    }
    warnings.forEach(problems);
    return List.copyOf(objectives);
  }

  static Objective objective(YamlMap map) throws YamlException {
    YamlFaults faults = new YamlFaults();
    faults.check(() -> map.allowOnly("an objective", KEYS));
    String name = faults.read("x", () -> name(map, "name"));
    String type = faults.read("availability", () -> type(map));
    // What is missing may be what is misspelt, which is told already.
    if (!faults.isEmpty()) {
      faults.end();
    }
    double target = faults.read(0.5, () -> target(map));
    Indicator indicator =
        faults.read(
            new Indicator.Ratio(new Query("0")),
            () -> indicator(map, type, faults.read(Map.of(), () -> matchers(map))));
    Period period = faults.read(Period.DEFAULT, () -> period(map));
    Map<String, String> labels = faults.read(Map.of(), () -> map.textMap("labels"));
    List<String> grouping = faults.read(List.of(), () -> map.texts("group_by"));
    AlertPolicy alerts = faults.read(AlertPolicy.DEFAULT, () -> alerts(map));
    String service = faults.read("", () -> map.text("service"));
    String description = faults.read("", () -> map.text("description"));
    String owner = faults.read("", () -> map.text("owner"));
    int minEvents = faults.read(1, () -> map.number("min_events", Objective.MIN_EVENTS));
    double warnBelow =
        faults.read(
            Objective.WARN_BELOW,
            () -> map.value("warn_below", Objective.WARN_BELOW, ShortForm::share));
    faults.end();
    return new Objective(
        name,
        service,
        type,
        description,
        owner,
        labels,
        target,
        period,
        indicator,
        grouping,
        minEvents,
        warnBelow,
        alerts,
        map.place());
  }

  static String name(YamlMap map, String key) throws YamlException {
    String name = map.required(key);
    if (!name.matches(NAME)) {
      throw map.error(
          key,
          "the name of an objective has at most 63 letters, digits and _ . -, as in 'checkout'");
    }
    return name;
  }

  private static String type(YamlMap map) throws YamlException {
    String found =
        map.has("threshold") || map.has("latency_threshold_ms")
            ? "latency"
            : map.has("condition")
                ? "threshold"
                : map.has("total") || map.has("error_ratio") ? "ratio" : "availability";
    String type = map.text("type", found);
    if (!TYPES.contains(type)) {
      throw map.error("type", "type: expected one of " + String.join(", ", TYPES));
    }
    return type;
  }

  private static double target(YamlMap map) throws YamlException {
    if (map.has("max_percent") && !map.has("target")) {
      return 1 - map.value("max_percent", 0.0, ShortForm::percent);
    }
    if (!map.has("target")) {
      throw new YamlException(map.place() + ": 'target' is missing; it is in percent, as in 99.9");
    }
    return map.value("target", 0.0, ShortForm::percent);
  }

  /**
   * A share, given in percent.
   *
   * @throws IllegalArgumentException if it is not above 0 and below 100
   */
  static double percent(String text) {
    try {
      double percent = Double.parseDouble(text.endsWith("%") ? text.replace("%", "") : text);
      if (percent > 0 && percent < 100) {
        return Math.round(percent * 1e8) / 1e10;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "expected percent, above 0 and below 100, as in 99.9; not '" + text + "'");
  }

  private static double share(String text) {
    return percent(text);
  }

  private static Period period(YamlMap map) throws YamlException {
    ZoneId zone =
        map.value(
            "timezone",
            ZoneId.of("UTC"),
            text -> {
              try {
                return ZoneId.of(text);
              } catch (DateTimeException e) {
                throw new IllegalArgumentException("expected a zone such as Europe/Berlin", e);
              }
            });
    return map.value("period", Period.DEFAULT, text -> Period.parse(text, zone));
  }

  private static Map<String, String> matchers(YamlMap map) throws YamlException {
    Map<String, String> matchers = new TreeMap<>(map.textMap("match"));
    for (String key : List.of("route", "method")) {
      if (map.has(key)) {
        matchers.put(key, map.text(key));
      }
    }
    return matchers;
  }

  private static Indicator indicator(YamlMap map, String type, Map<String, String> matchers)
      throws YamlException {
    if (map.has("condition")) {
      return new Indicator.Threshold(map.value("condition", new Query("0"), Query::of));
    }
    if (map.has("error_ratio")) {
      return new Indicator.Ratio(map.value("error_ratio", new Query("0"), Query::of));
    }
    if (map.has("total")) {
      if (map.has("good") == map.has("bad")) {
        throw new YamlException(map.place() + ": beside 'total' there is either 'good' or 'bad'");
      }
      String some = map.has("good") ? "good" : "bad";
      return new Indicator.Events(
          map.value(some, new Query("0"), Query::ofEvents),
          some.equals("good"),
          map.value("total", new Query("0"), Query::ofEvents));
    }
    return switch (type) {
      case "latency" -> latency(map, matchers);
      case "availability", "error_rate" -> errors(map, matchers);
      default ->
          throw new YamlException(
              map.place()
                  + ": an objective of type "
                  + type
                  + " has 'total' with 'good' or 'bad', or 'error_ratio', or 'condition'");
    };
  }

  private static Indicator latency(YamlMap map, Map<String, String> matchers) throws YamlException {
    Duration limit =
        map.has("latency_threshold_ms")
            ? Duration.ofMillis(map.number("latency_threshold_ms", 0))
            : map.value("threshold", Duration.ZERO, PromDuration::parse);
    if (limit.isZero()) {
      throw new YamlException(
          map.place() + ": an objective of type latency has a 'threshold', as in 300ms");
    }
    String metric = metric(map, "http_request_duration_seconds");
    Map<String, String> below = new LinkedHashMap<>(matchers);
    below.put("le", BucketBound.format(limit.toMillis() / 1e3));
    return new Indicator.Events(
        rates(map, metric + "_bucket", below), true, rates(map, metric + "_count", matchers));
  }

  private static Indicator errors(YamlMap map, Map<String, String> matchers) throws YamlException {
    String metric = metric(map, "http_requests_total");
    Map<String, String> failed = new LinkedHashMap<>(matchers);
    failed.put("status_code", "~" + map.text("errors", "5.."));
    return new Indicator.Events(rates(map, metric, failed), false, rates(map, metric, matchers));
  }

  private static String metric(YamlMap map, String otherwise) throws YamlException {
    String metric = map.text("metric", otherwise);
    if (!metric.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
      throw map.error("metric", "metric: expected the name of a metric, not '" + metric + "'");
    }
    return metric;
  }

  private static Query rates(YamlMap map, String metric, Map<String, String> matchers)
      throws YamlException {
    StringBuilder selector = new StringBuilder(metric);
    matchers.forEach(
        (name, value) ->
            selector
                .append(selector.indexOf("{") < 0 ? "{" : ", ")
                .append(name)
                .append(value.startsWith("~") ? "=~" : "=")
                .append(RuleText.quoted(value.startsWith("~") ? value.substring(1) : value)));
    selector.append(matchers.isEmpty() ? "" : "}");
    try {
      return Query.of("sum" + grouping(map) + "(rate(" + selector + "[{{.window}}]))");
    } catch (IllegalArgumentException e) {
      throw new YamlException(map.place() + ": " + e.getMessage());
    }
  }

  private static String grouping(YamlMap map) throws YamlException {
    List<String> labels = map.texts("group_by");
    return labels.isEmpty() ? "" : " by (" + String.join(", ", labels) + ") ";
  }

  private static AlertPolicy alerts(YamlMap map) throws YamlException {
    if (!map.has("alerting")) {
      return AlertPolicy.DEFAULT;
    }
    if (!map.isMapping("alerting")) {
      return map.flag("alerting", true) ? AlertPolicy.DEFAULT : AlertPolicy.none();
    }
    YamlMap alerting = map.map("alerting");
    alerting.allowOnly(
        "'alerting'",
        List.of("name", "labels", "annotations", "page", "ticket", "budgets", "absent"));
    List<Double> budgets = new ArrayList<>(AlertPolicy.DEFAULT.budgets());
    if (alerting.has("budgets")) {
      budgets.clear();
      for (String text : alerting.texts("budgets")) {
        budgets.add(budget(alerting, text));
      }
    }
    return new AlertPolicy(
        alerting.text("name", AlertPolicy.NAME),
        alerting.textMap("labels"),
        alerting.textMap("annotations"),
        severity(alerting, "page", AlertPolicy.DEFAULT.page()),
        severity(alerting, "ticket", AlertPolicy.DEFAULT.ticket()),
        budgets,
        alerting.flag("absent", true));
  }

  private static double budget(YamlMap alerting, String text) throws YamlException {
    try {
      return text.equals("0") ? 0 : percent(text);
    } catch (IllegalArgumentException e) {
      throw alerting.error("budgets", "budgets: expected percent from 0 to 100, as in [25, 0]");
    }
  }

  private static AlertPolicy.Severity severity(
      YamlMap alerting, String key, AlertPolicy.Severity otherwise) throws YamlException {
    if (!alerting.has(key)) {
      return otherwise;
    }
    if (!alerting.isMapping(key)) {
      boolean on = alerting.flag(key, true);
      return new AlertPolicy.Severity(on, otherwise.labels(), Map.of());
    }
    Map<String, String> labels = new LinkedHashMap<>(otherwise.labels());
    labels.putAll(alerting.map(key).textMap("labels"));
    return new AlertPolicy.Severity(true, labels, alerting.map(key).textMap("annotations"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads <a href="https://github.com/OpenSLO/OpenSLO">OpenSLO v1</a>: SLOs with indicators of their
 * own or by reference, and v1alpha as far as Sloth takes it. Queries are PromQL, whatever the name
 * of the source.
 */
final class OpenSloReader {
  private static final Pattern RANGE = Pattern.compile("\\[\\s*(\\d+[a-z]+|\\$\\{?\\w+}?)\\s*]");
  private static final List<String> KINDS =
      List.of(
          "SLO",
          "SLI",
          "AlertPolicy",
          "AlertCondition",
          "AlertNotificationTarget",
          "DataSource",
          "Service");
  private static final Map<String, String> OPERATORS =
      Map.of("lte", "<=", "lt", "<", "gte", ">=", "gt", ">");

  private final ObjectiveFile.Found found;
  private final Map<String, YamlMap> indicators = new HashMap<>();
  private final OpenSloAlerts alerts = new OpenSloAlerts();

  OpenSloReader(ObjectiveFile.Found found) {
    this.found = found;
  }

  /** All objects of a file. */
  void read(List<YamlMap> objects) {
    for (YamlMap object : objects) {
      attempt(
          () -> {
            String kind = object.text("kind");
            if (kind.equals("SLI")) {
              indicators.put(name(object), spec(object));
            } else if (!KINDS.contains(kind)) {
              throw object.error(
                  "kind",
                  "kind: expected one of " + String.join(", ", KINDS) + ", not '" + kind + "'");
            } else if (kind.startsWith("Alert")) {
              alerts.add(kind, metadata(object).required("name"), object);
            }
          });
    }
    for (YamlMap object : objects) {
      attempt(
          () -> {
            if (object.text("kind").equals("SLO")) {
              slo(object);
            }
          });
    }
  }

  /** Reads a part. */
  private interface Part {
    void read() throws YamlException;
  }

  private void attempt(Part part) {
    try {
      part.read();
    } catch (YamlException e) {
      found.tell(e);
    }
  }

  static YamlMap metadata(YamlMap object) throws YamlException {
    YamlMap metadata = object.map("metadata");
    if (metadata == null) {
      throw new YamlException(object.place() + ": 'metadata' is missing");
    }
    return metadata;
  }

  private static String name(YamlMap object) throws YamlException {
    return ShortForm.name(metadata(object), "name");
  }

  static YamlMap spec(YamlMap object) throws YamlException {
    YamlMap spec = object.map("spec");
    if (spec == null) {
      throw new YamlException(object.place() + ": 'spec' is missing");
    }
    return spec;
  }

  private void slo(YamlMap object) throws YamlException {
    String name = name(object);
    YamlMap spec = spec(object);
    List<YamlMap> objectives = spec.mapsAmong("objectives", found.errors()::add);
    int number = 0;
    for (YamlMap objective : objectives) {
      if (objective.has("compositeWeight")) {
        objective.warn(
            "compositeWeight",
            "compositeWeight: each objective is counted by itself, without weight");
      }
      String suffix = objectives.size() == 1 ? "" : "-" + number;
      number++;
      attempt(() -> found.objectives().add(objective(object, name + suffix, spec, objective)));
    }
    if (objectives.isEmpty()) {
      throw new YamlException(spec.place() + ": 'objectives' is missing");
    }
  }

  private Objective objective(YamlMap object, String name, YamlMap spec, YamlMap objective)
      throws YamlException {
    Period period = period(spec);
    Indicator indicator = sliced(spec, objective, period, indicator(spec, objective));
    boolean slices = !indicator.slice().isZero();
    return new Objective(
        name,
        spec.text("service"),
        indicator.inner() instanceof Indicator.Threshold ? "threshold" : "ratio",
        spec.text("description"),
        owner(metadata(object)),
        Map.of(),
        target(objective),
        period,
        indicator,
        List.of(),
        slices ? 1 : Objective.MIN_EVENTS,
        Objective.WARN_BELOW,
        alerts.of(spec),
        objective.place());
  }

  /** The indicator, by slices of time if that is how the budget is counted. */
  private static Indicator sliced(
      YamlMap spec, YamlMap objective, Period period, Indicator indicator) throws YamlException {
    String method = spec.text("budgetingMethod", "Occurrences");
    if (method.equals("Occurrences")) {
      return indicator;
    }
    boolean whole = method.equals("Timeslices");
    if (!whole && !method.equals("RatioTimeslices")) {
      throw spec.error(
          "budgetingMethod",
          "budgetingMethod: expected one of Occurrences, Timeslices, RatioTimeslices");
    }
    objective.required("timeSliceWindow");
    Duration slice =
        objective.value("timeSliceWindow", Duration.ofMinutes(1), OpenSloReader::slice);
    if (slice.multipliedBy(2).compareTo(period.length()) > 0) {
      throw objective.error(
          "timeSliceWindow", "timeSliceWindow: there are two slices at least in a period");
    }
    if (!whole) {
      return new Indicator.Sliced(indicator, slice, null);
    }
    objective.required("timeSliceTarget");
    return new Indicator.Sliced(
        indicator, slice, objective.value("timeSliceTarget", 1.0, OpenSloReader::sliceTarget));
  }

  /** A number alone is minutes. */
  private static Duration slice(String text) {
    String duration = text.matches("\\d{1,5}") ? text + "m" : text;
    return PromDuration.parse(duration, "1m", "1d");
  }

  private static double sliceTarget(String text) {
    return number(
        text, share -> share > 0 && share <= 1, "a share above 0 and up to 1, as in 0.95");
  }

  /**
   * @throws IllegalArgumentException if it is no such number
   */
  static double number(String text, DoublePredicate fits, String expected) {
    try {
      double number = Double.parseDouble(text);
      if (fits.test(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("expected " + expected + "; not '" + text + "'");
  }

  private static String owner(YamlMap metadata) throws YamlException {
    YamlMap labels = metadata.map("labels");
    return labels == null
        ? ""
        : labels.has("owner")
            ? String.join(", ", labels.texts("owner"))
            : String.join(", ", labels.texts("team"));
  }

  private static double target(YamlMap objective) throws YamlException {
    if (objective.has("targetPercent")) {
      return objective.value("targetPercent", 0.5, ShortForm::percent);
    }
    objective.required("target");
    return objective.value(
        "target",
        0.5,
        text ->
            number(
                text, share -> share > 0 && share < 1, "a share above 0 and below 1, as in 0.999"));
  }

  private Indicator indicator(YamlMap spec, YamlMap objective) throws YamlException {
    YamlMap old = objective.map("ratioMetrics");
    if (old != null) {
      return new Indicator.Events(query(old, "good"), true, query(old, "total"));
    }
    YamlMap holder = objective.has("indicator") || objective.has("indicatorRef") ? objective : spec;
    YamlMap indicator = holder.map("indicator");
    YamlMap inner = indicator == null ? null : spec(indicator);
    if (inner == null) {
      String reference = holder.text("indicatorRef");
      inner = indicators.get(reference);
      if (inner == null) {
        throw holder.error(
            "indicatorRef",
            reference.isEmpty()
                ? "'indicator' or 'indicatorRef' is missing"
                : "there is no SLI '" + reference + "' in this file");
      }
    }
    YamlMap ratio = inner.map("ratioMetric");
    YamlMap threshold = inner.map("thresholdMetric");
    if (ratio != null) {
      return ratio(ratio);
    }
    if (threshold == null) {
      throw new YamlException(inner.place() + ": there is no ratioMetric and no thresholdMetric");
    }
    return threshold(threshold, objective);
  }

  private static Indicator ratio(YamlMap ratio) throws YamlException {
    if (ratio.has("raw")) {
      Query raw = query(ratio, "raw");
      boolean success = ratio.text("rawType", "success").equals("success");
      return new Indicator.Ratio(success ? Query.of("1 - (" + raw + ")") : raw);
    }
    boolean good = ratio.has("good");
    return new Indicator.Events(query(ratio, good ? "good" : "bad"), good, query(ratio, "total"));
  }

  private static Indicator threshold(YamlMap metric, YamlMap objective) throws YamlException {
    String operator = OPERATORS.get(objective.text("op"));
    if (operator == null) {
      throw objective.error("op", "op: expected one of lte, gte, lt, gt");
    }
    String value = objective.required("value");
    YamlMap source = source(metric, metric.place());
    String query = source.required("query");
    return new Indicator.Threshold(
        source.value(
            "query",
            new Query("0"),
            text -> Query.of("(" + query.strip() + ") " + operator + " bool " + value)));
  }

  private static YamlMap source(YamlMap metric, String place) throws YamlException {
    YamlMap source = metric.map("metricSource");
    if (source == null) {
      return metric;
    }
    YamlMap spec = source.map("spec");
    if (spec == null) {
      throw new YamlException(place + ": 'metricSource' has no 'spec' with a 'query'");
    }
    return spec;
  }

  private static Query query(YamlMap map, String key) throws YamlException {
    YamlMap metric = map.map(key);
    if (metric == null) {
      throw new YamlException(map.place() + ": '" + key + "' is missing");
    }
    YamlMap source = source(metric, map.place(key));
    source.required("query");
    return source.value(
        "query",
        new Query("0"),
        text -> Query.ofEvents(RANGE.matcher(text).replaceAll("[{{.window}}]")));
  }

  private static Period period(YamlMap spec) throws YamlException {
    List<YamlMap> windows = new ArrayList<>(spec.maps("timeWindow"));
    for (YamlMap old : spec.maps("timeWindows")) {
      return old.text("unit").equals("Day")
          ? Period.rolling(Duration.ofDays(old.number("count", 30)))
          : Period.DEFAULT;
    }
    if (windows.isEmpty()) {
      return Period.DEFAULT;
    }
    YamlMap window = windows.get(0);
    window.required("duration");
    YamlMap calendar = window.map("calendar");
    ZoneId zone = calendar == null ? ZoneId.of("UTC") : zone(calendar);
    boolean rolling = window.flag("isRolling", calendar == null);
    return window.value("duration", Period.DEFAULT, text -> period(text, rolling, zone));
  }

  private static ZoneId zone(YamlMap calendar) throws YamlException {
    return calendar.value(
        "timeZone",
        ZoneId.of("UTC"),
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a zone such as Europe/Berlin", e);
          }
        });
  }

  private static Period period(String text, boolean rolling, ZoneId zone) {
    @Nullable String calendar =
        switch (text) {
          case "1w", "7d" -> "week";
          case "1M" -> "month";
          case "1Q" -> "quarter";
          case "1Y" -> "year";
          // As OpenSLO's own examples write a month; no calendar has periods of a minute.
          case "1m" -> rolling ? null : "month";
          default -> null;
        };
    if (!rolling) {
      if (calendar == null) {
        throw new IllegalArgumentException("a period by the calendar is 1w, 1M, 1Q or 1Y");
      }
      return Period.parse(calendar, zone);
    }
    return calendar == null
        ? Period.parse(PromDuration.format(PromDuration.parse(text)), zone)
        : Period.rolling(Period.parse(calendar, zone).length());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.series.BucketBound;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads <a href="https://github.com/pyrra-dev/pyrra">Pyrra's</a> resource {@code
 * pyrra.dev/v1alpha1}: ratio, latency, latencyNative by the classic form of its histogram, and
 * bool_gauge.
 */
final class PyrraReader {
  private static final String NATIVE = "latencyNative";
  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*)?");
  private static final String GROUP = "[a-zA-Z_][a-zA-Z0-9_]*";

  private final ObjectiveFile.Found found;

  PyrraReader(ObjectiveFile.Found found) {
    this.found = found;
  }

  void read(YamlMap resource) throws YamlException {
    YamlMap metadata = resource.map("metadata");
    YamlMap spec = resource.map("spec");
    if (metadata == null || spec == null) {
      throw new YamlException(resource.place() + ": 'metadata' and 'spec' must be there");
    }
    Map<String, String> labels = new HashMap<>();
    metadata
        .textMap("labels")
        .forEach(
            (name, value) -> {
              String prefix = "pyrra.dev/";
              if (name.startsWith(prefix)) {
                labels.put(name.substring(prefix.length()).replaceAll("[^a-zA-Z0-9_]", "_"), value);
              }
            });
    spec.required("target");
    spec.required("window");
    YamlMap indicator = spec.map("indicator");
    if (indicator == null) {
      throw new YamlException(spec.place() + ": 'indicator' is missing");
    }
    YamlMap kind = kind(indicator);
    List<String> grouping = kind.texts("grouping");
    for (String label : grouping) {
      if (!label.matches(GROUP)) {
        throw kind.error("grouping", "grouping: '" + label + "' is no label");
      }
    }
    found
        .objectives()
        .add(
            new Objective(
                ShortForm.name(metadata, "name"),
                "",
                indicator.has("latency") || indicator.has(NATIVE) ? "latency" : "ratio",
                spec.text("description"),
                metadata.text("owner", labels.getOrDefault("team", "")),
                labels,
                spec.value("target", 0.5, ShortForm::percent),
                spec.value("window", Period.DEFAULT, text -> Period.parse(text, ZoneId.of("UTC"))),
                indicator(spec, indicator, kind),
                grouping,
                Objective.MIN_EVENTS,
                Objective.WARN_BELOW,
                alerts(spec),
                resource.place()));
  }

  private static YamlMap kind(YamlMap indicator) throws YamlException {
    for (String key : List.of("ratio", "latency", NATIVE, "bool_gauge")) {
      YamlMap kind = indicator.map(key);
      if (kind != null) {
        return kind;
      }
    }
    throw new YamlException(
        indicator.place() + ": 'indicator' has ratio, latency, latencyNative or bool_gauge");
  }

  private static Indicator indicator(YamlMap spec, YamlMap indicator, YamlMap kind)
      throws YamlException {
    if (indicator.has("ratio")) {
      return new Indicator.Events(rates(kind, "errors", ""), false, rates(kind, "total", ""));
    }
    if (indicator.has("latency")) {
      return new Indicator.Events(
          rates(kind, "success", spec.text("latency")), true, rates(kind, "total", ""));
    }
    if (indicator.has(NATIVE)) {
      return nativeLatency(indicator, kind);
    }
    String selector = selector(kind, "");
    String by = by(kind);
    return new Indicator.Events(
        Query.of("sum" + by + "(sum_over_time(" + selector + "[{{.window}}]))"),
        true,
        Query.of("sum" + by + "(count_over_time(" + selector + "[{{.window}}]))"));
  }

  /** Of the agent's own histograms there is the classic form only. */
  private static Indicator nativeLatency(YamlMap indicator, YamlMap kind) throws YamlException {
    YamlMap total = kind.map("total");
    if (total == null) {
      throw new YamlException(kind.place() + ": 'total' is missing");
    }
    kind.required("latency");
    Duration latency = kind.value("latency", Duration.ZERO, PromDuration::parse);
    Matcher selector = SELECTOR.matcher(selector(total, ""));
    if (!selector.matches()) {
      throw total.error("metric", "metric: the histogram has to be named, as in http_seconds{…}");
    }
    String labels = selector.group(2) == null ? "" : selector.group(2);
    String name = selector.group(1);
    indicator.warn(
        NATIVE,
        "latencyNative: counted by the classic form of the histogram, "
            + name
            + "_bucket and "
            + name
            + "_count");
    String le = BucketBound.format(latency.toMillis() / 1e3);
    return new Indicator.Events(
        rate(kind, withBound(name + "_bucket" + labels, le)),
        true,
        rate(kind, name + "_count" + labels));
  }

  private static Query rates(YamlMap kind, String key, String bound) throws YamlException {
    YamlMap metric = kind.map(key);
    if (metric == null) {
      throw new YamlException(kind.place() + ": '" + key + "' is missing");
    }
    return rate(kind, selector(metric, bound));
  }

  private static Query rate(YamlMap kind, String selector) throws YamlException {
    return Query.of("sum" + by(kind) + "(rate(" + selector + "[{{.window}}]))");
  }

  private static String by(YamlMap kind) throws YamlException {
    List<String> grouping = kind.texts("grouping");
    return grouping.isEmpty() ? "" : " by (" + String.join(", ", grouping) + ") ";
  }

  /**
   * @param bound what {@code le} is, where the selector does not say
   */
  private static String selector(YamlMap map, String bound) throws YamlException {
    String text = map.required("metric").strip();
    if (!bound.isEmpty() && !text.contains("le=")) {
      text = withBound(text, bound);
    }
    try {
      PromqlParser.parseSelector(text);
      return text;
    } catch (PromqlException e) {
      throw map.error("metric", "metric: no selector: " + e.getMessage());
    }
  }

  private static String withBound(String selector, String bound) {
    String le = "le=" + RuleText.quoted(bound);
    return selector.endsWith("}")
        ? selector.substring(0, selector.length() - 1) + "," + le + "}"
        : selector + "{" + le + "}";
  }

  private static AlertPolicy alerts(YamlMap spec) throws YamlException {
    YamlMap alerting = spec.map("alerting");
    if (alerting == null) {
      return AlertPolicy.DEFAULT;
    }
    if (alerting.flag("disabled", false)) {
      return AlertPolicy.none();
    }
    boolean burn = alerting.flag("burnrates", true);
    AlertPolicy usual = AlertPolicy.DEFAULT;
    return new AlertPolicy(
        alerting.text("name", AlertPolicy.NAME),
        Map.of(),
        Map.of(),
        new AlertPolicy.Severity(burn, usual.page().labels(), Map.of()),
        new AlertPolicy.Severity(burn, usual.ticket().labels(), Map.of()),
        usual.budgets(),
        alerting.flag("absent", true));
  }
}

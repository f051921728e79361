// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A store, an engine and rules under a clock that a test moves. */
final class RuleTimeline implements AutoCloseable {
  static final long START = Duration.ofDays(20_000).toMillis();

  final List<Alert> sent = new ArrayList<>();
  final SeriesStore store;
  final RuleEngine rules;
  long now;

  RuleTimeline(String yaml) {
    this(yaml, StoreOptions.defaults(), START, AlertOptions.defaults());
  }

  RuleTimeline(String yaml, StoreOptions storeOptions, long start, AlertOptions options) {
    this(yaml, storeOptions, start, options, null);
  }

  /**
   * @param state where alerts are kept, or null
   */
  RuleTimeline(
      String yaml,
      StoreOptions storeOptions,
      long start,
      AlertOptions options,
      @Nullable Path state) {
    now = start;
    store = SeriesStore.open(storeOptions, start, warning -> {});
    Engine engine = new Engine(EngineOptions.defaults());
    rules =
        new RuleEngine(
            store,
            (expr, time) -> engine.instant(store, expr, time),
            sent::addAll,
            options,
            Duration.ofSeconds(15),
            state);
    rules.load(groups(yaml));
  }

  static List<RuleGroup> groups(String yaml) {
    RuleFile file = RuleFileReader.read("rules.yml", yaml);
    if (!file.errors().isEmpty()) {
      throw new IllegalArgumentException(file.errors().toString());
    }
    return file.groups();
  }

  static StoreOptions in(Path directory) {
    return StoreOptions.defaults().withDirectory(directory);
  }

  /** Writes samples and evaluates, then moves on by 15 s. */
  RuleTimeline step(Object... metricsAndValues) {
    for (int i = 0; i < metricsAndValues.length; i += 2) {
      Labels labels =
          Labels.of(
              PromqlParser.parseSelector((String) metricsAndValues[i]).stream()
                  .collect(Collectors.toMap(LabelMatcher::name, LabelMatcher::value)));
      store.append(labels, now, ((Number) metricsAndValues[i + 1]).doubleValue());
    }
    rules.evaluate(now);
    store.maintain(now);
    now += 15_000;
    return this;
  }

  RuleTimeline steps(int count, Object... metricsAndValues) {
    for (int i = 0; i < count; i++) {
      step(metricsAndValues);
    }
    return this;
  }

  /** {@code name state} of each pending or firing alert. */
  List<String> states() {
    return rules.alerts().stream()
        .map(alert -> alert.labels().get("alertname") + " " + alert.state().text())
        .toList();
  }

  RuleStatus rule(String name) {
    return rules.rules().stream()
        .filter(status -> status.rule().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<Double> values(String metric, long from, long to) {
    List<Double> values = new ArrayList<>();
    for (Samples samples :
        store.select(List.of(LabelMatcher.equal("__name__", metric)), from, to, 100_000)) {
      for (int i = 0; i < samples.size(); i++) {
        values.add(samples.values()[i]);
      }
    }
    return values;
  }

  Instant at(int step) {
    return Instant.ofEpochMilli(START + step * 15_000L);
  }

  @Override
  public void close() {
    rules.close();
    store.close();
  }
}

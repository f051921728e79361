// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.insight.series.Samples;
import io.obsagent.spi.health.HealthComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application calls, found by the metrics of its calls. Nothing is asked of any of it: a
 * component is judged by what the application met itself. Thread-safe.
 */
final class Dependencies {
  private static final int MAX_COMPONENTS = 500;
  private static final int MAX_SAMPLES = 100_000;
  private static final long FORGOTTEN_MILLIS = 24 * 3_600_000L;
  private static final long LATENCY_MILLIS = 60_000;

  private final Insight insight;
  private final Map<String, Observed> components = new LinkedHashMap<>();

  /** What each series had counted the last time, by metric. */
  private final Map<String, Map<Labels, Double>> totals = new HashMap<>();

  private final Dependency[] kinds = Dependency.all();
  private long lastLatency = Long.MIN_VALUE;

  Dependencies(Insight insight) {
    this.insight = insight;
  }

  /** Reads what a cycle has stored. */
  synchronized void cycle(long timeMillis) {
    boolean latency = timeMillis - LATENCY_MILLIS >= lastLatency;
    if (latency) {
      lastLatency = timeMillis;
    }
    for (Dependency dependency : kinds) {
      if (count(dependency, timeMillis) && latency && !dependency.isPool()) {
        measure(dependency, timeMillis);
      }
    }
    for (Iterator<Observed> all = components.values().iterator(); all.hasNext(); ) {
      Observed component = all.next();
      if (timeMillis - component.lastCallMillis() > FORGOTTEN_MILLIS) {
        all.remove();
      } else {
        component.judge(timeMillis);
      }
    }
  }

  /** Whether there are calls of the kind at all. */
  private boolean count(Dependency dependency, long timeMillis) {
    List<LabelMatcher> name = List.of(LabelMatcher.equal(Labels.METRIC_NAME, dependency.count()));
    List<Samples> all = insight.store().select(name, timeMillis, timeMillis, MAX_SAMPLES);
    Map<Labels, Double> before = totals.getOrDefault(dependency.count(), Map.of());
    if (all.isEmpty() && before.isEmpty()) {
      return false;
    }
    Map<Labels, Double> now = new HashMap<>();
    for (Samples samples : all) {
      double total = samples.values()[samples.size() - 1];
      if (Double.isNaN(total)) {
        continue;
      }
      Labels labels = samples.labels();
      now.put(labels, total);
      double last = before.getOrDefault(labels, 0.0);
      long ended = Math.round(total < last ? total : total - last);
      if (ended > 0) {
        Observed component = component(dependency, labels, timeMillis);
        if (component != null) {
          component.ended(timeMillis, ended, dependency.failed(labels));
        }
      }
    }
    totals.put(dependency.count(), now);
    return !now.isEmpty();
  }

  private @Nullable Observed component(Dependency dependency, Labels labels, long timeMillis) {
    String name = dependency.isPool() ? ofPool(labels) : dependency.component(labels);
    Observed known = components.get(name);
    if (known == null && components.size() < MAX_COMPONENTS) {
      known = new Observed(dependency, name, timeMillis);
      components.put(name, known);
    }
    return known;
  }

  /** The database that statements were run on; a pool does not say of what kind it is. */
  private String ofPool(Labels labels) {
    String database = labels.get("database");
    for (Observed component : components.values()) {
      if (component.dependency().kind().equals("database")
          && component.name().endsWith(' ' + database)) {
        return component.name();
      }
    }
    return "database " + (database.isEmpty() ? labels.get("pool") : database);
  }

  private void measure(Dependency dependency, long timeMillis) {
    QueryResult result;
    try {
      result = insight.engine().instant(insight.store(), dependency.latency(), timeMillis);
    } catch (PromqlException | SampleLimitException tooMuch) {
      return;
    }
    if (result instanceof QueryResult.Vector vector) {
      for (QueryResult.Sample sample : vector.samples()) {
        Observed component = components.get(dependency.component(sample.labels()));
        if (component != null && !Double.isNaN(sample.value())) {
          component.took(timeMillis, sample.value());
        }
      }
    }
  }

  synchronized List<HealthComponent> components() {
    List<HealthComponent> all = new ArrayList<>(components.size());
    for (Observed component : components.values()) {
      all.add(component.component());
    }
    return all;
  }
}

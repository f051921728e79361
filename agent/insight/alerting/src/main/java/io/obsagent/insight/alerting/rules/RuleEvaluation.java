// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule being evaluated again and again: its state, its series, its health. */
final class RuleEvaluation {
  private final RuleGroup group;
  private final RuleDefinition rule;
  private final @Nullable AlertState alerts;
  private Set<Labels> written = new LinkedHashSet<>();
  private boolean enabled = true;

  /** Replaced as a whole after each evaluation, for readers on other threads. */
  private volatile RuleStatus status;

  RuleEvaluation(RuleGroup group, RuleDefinition rule, AlertOptions options, boolean restored) {
    this.group = group;
    this.rule = rule;
    alerts =
        rule instanceof RuleDefinition.Alerting alerting
            ? new AlertState(alerting, options, restored)
            : null;
    status =
        new RuleStatus(
            group,
            rule,
            true,
            RuleStatus.Health.UNKNOWN,
            "",
            Instant.EPOCH,
            Duration.ZERO,
            List.of());
  }

  RuleDefinition rule() {
    return rule;
  }

  @Nullable AlertState alerts() {
    return alerts;
  }

  RuleStatus status() {
    return status;
  }

  void enable(boolean on) {
    enabled = on;
    status =
        new RuleStatus(
            group,
            rule,
            on,
            status.health(),
            status.lastError(),
            status.lastEvaluation(),
            status.evaluationTime(),
            status.alerts());
  }

  void takeOver(RuleEvaluation before) {
    written = before.written;
    if (alerts != null && before.alerts != null) {
      alerts.takeOver(before.alerts);
    }
    RuleStatus known = before.status;
    status =
        new RuleStatus(
            group,
            rule,
            known.enabled(),
            known.health(),
            known.lastError(),
            known.lastEvaluation(),
            known.evaluationTime(),
            known.alerts());
    enable(before.enabled);
  }

  /** Evaluates and writes the result to the store; a rule that fails writes nothing. */
  void evaluate(InstantQuery query, SeriesStore store, long time, long nanosBefore) {
    long at = time - group.queryOffset().toMillis();
    String error = "";
    try {
      Set<Labels> fresh = new LinkedHashSet<>();
      for (QueryResult.Sample sample : samples(query, at)) {
        store.append(sample.labels(), at, sample.value());
        fresh.add(sample.labels());
      }
      end(fresh, store, at);
      written = fresh;
    } catch (PromqlException | RuleException e) {
      error = e.getMessage();
    }
    status =
        new RuleStatus(
            group,
            rule,
            enabled,
            error.isEmpty() ? RuleStatus.Health.OK : RuleStatus.Health.ERROR,
            error,
            Instant.ofEpochMilli(time),
            Duration.ofNanos(Math.max(0, System.nanoTime() - nanosBefore)),
            visible());
  }

  private void end(Set<Labels> fresh, SeriesStore store, long at) {
    for (Labels labels : written) {
      if (!fresh.contains(labels)) {
        store.append(labels, at, Samples.STALE_NAN);
      }
    }
  }

  /** Ends every series of a rule that is gone. */
  void endAll(SeriesStore store, long time) {
    end(Set.of(), store, time);
  }

  private List<ActiveAlert> visible() {
    List<ActiveAlert> visible = new ArrayList<>();
    if (alerts != null) {
      for (ActiveAlert alert : alerts.alerts()) {
        if (alert.state() != ActiveAlert.State.INACTIVE) {
          visible.add(alert);
        }
      }
    }
    return visible;
  }

  private List<QueryResult.Sample> samples(InstantQuery query, long at) throws RuleException {
    List<QueryResult.Sample> result =
        enabled ? VectorOf.result(query.at(rule.expr(), at)) : List.of();
    return alerts == null ? recorded(result) : alerts.evaluate(result, query, at, group.limit());
  }

  private List<QueryResult.Sample> recorded(List<QueryResult.Sample> result) throws RuleException {
    Map<Labels, QueryResult.Sample> samples = new LinkedHashMap<>();
    for (QueryResult.Sample sample : result) {
      Map<String, String> labels = sample.labels().toMap();
      labels.putAll(rule.labels());
      labels.put(Labels.METRIC_NAME, rule.name());
      Labels identity = Labels.of(labels);
      if (samples.put(
              identity, new QueryResult.Sample(identity, sample.timestampMillis(), sample.value()))
          != null) {
        throw new RuleException(
            "vector contains metrics with the same labelset after applying rule labels");
      }
    }
    if (group.limit() > 0 && samples.size() > group.limit()) {
      throw new RuleException(
          "exceeded limit of " + group.limit() + " with " + samples.size() + " series");
    }
    return List.copyOf(samples.values());
  }
}

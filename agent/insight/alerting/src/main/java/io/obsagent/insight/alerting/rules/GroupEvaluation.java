// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A group being evaluated: its rules in order, each seeing what those before it wrote. */
final class GroupEvaluation {
  private static final int MAX_STATE_SAMPLES = 1_000_000;

  private final RuleGroup group;
  private final Duration interval;
  private final AlertOptions options;
  private final List<RuleEvaluation> rules = new ArrayList<>();
  private boolean evaluated;

  GroupEvaluation(RuleGroup group, Duration interval, AlertOptions options, boolean restored) {
    this.group = group;
    this.interval = interval;
    this.options = options;
    evaluated = restored;
    for (RuleDefinition rule : group.rules()) {
      rules.add(new RuleEvaluation(group, rule, options, restored));
    }
  }

  RuleGroup group() {
    return group;
  }

  Duration interval() {
    return interval;
  }

  List<RuleEvaluation> rules() {
    return rules;
  }

  void skipRestore() {
    evaluated = true;
    for (RuleEvaluation rule : rules) {
      AlertState alerts = rule.alerts();
      if (alerts != null) {
        alerts.markRestored();
      }
    }
  }

  /** Keeps the state of rules that were there before under the same name with the same labels. */
  void takeOver(GroupEvaluation before) {
    List<RuleEvaluation> left = new ArrayList<>(before.rules);
    for (RuleEvaluation rule : rules) {
      for (RuleEvaluation old : left) {
        if (old.rule().name().equals(rule.rule().name())
            && old.rule().labels().equals(rule.rule().labels())
            && old.rule().getClass() == rule.rule().getClass()) {
          rule.takeOver(old);
          left.remove(old);
          break;
        }
      }
    }
    evaluated = before.evaluated;
  }

  /** Takes over alerts of an earlier process, unless it is too late for that. */
  void takeOver(Map<String, List<SavedAlert>> saved, Duration down) {
    List<String> keys = SavedAlert.keys(group);
    for (int i = 0; i < rules.size() && !evaluated; i++) {
      AlertState alerts = rules.get(i).alerts();
      List<SavedAlert> of = saved.get(keys.get(i));
      if (alerts != null && of != null) {
        alerts.takeOver(of, down);
      }
    }
  }

  /** The alerts of all rules, as a later process takes them over. */
  List<SavedAlert> saved() {
    List<String> keys = SavedAlert.keys(group);
    List<SavedAlert> saved = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      AlertState alerts = rules.get(i).alerts();
      if (alerts != null) {
        saved.addAll(alerts.saved(keys.get(i)));
      }
    }
    return saved;
  }

  /** Ends the series of every rule here that {@code now} does not have any more. */
  void endMissing(List<GroupEvaluation> now, SeriesStore store, long time) {
    for (RuleEvaluation rule : rules) {
      boolean stays = false;
      for (GroupEvaluation other : now) {
        for (RuleEvaluation candidate : other.rules) {
          stays |=
              other.group.name().equals(group.name())
                  && candidate.rule().name().equals(rule.rule().name())
                  && candidate.rule().labels().equals(rule.rule().labels());
        }
      }
      if (!stays) {
        rule.endAll(store, time);
      }
    }
  }

  /** Evaluates every rule at one instant; returns the alerts to send. */
  List<Alert> evaluate(InstantQuery query, SeriesStore store, long time) {
    List<Alert> due = new ArrayList<>();
    for (RuleEvaluation rule : rules) {
      rule.evaluate(query, store, time, System.nanoTime());
      AlertState alerts = rule.alerts();
      if (alerts != null) {
        due.addAll(alerts.due(time, interval));
      }
    }
    if (!evaluated) {
      evaluated = true;
      restore(store, time);
    }
    return due;
  }

  /** After the first evaluation, when it is known which alerts there are. */
  private void restore(SeriesStore store, long time) {
    for (RuleEvaluation rule : rules) {
      AlertState alerts = rule.alerts();
      if (alerts != null && !alerts.isRestored()) {
        alerts.restore(known(alerts.rule(), store, time), time);
      }
    }
  }

  private Map<Labels, QueryResult.Sample> known(
      RuleDefinition.Alerting rule, SeriesStore store, long time) {
    List<LabelMatcher> matchers =
        List.of(
            LabelMatcher.equal(Labels.METRIC_NAME, "ALERTS_FOR_STATE"),
            LabelMatcher.equal("alertname", rule.name()));
    long from = time - options.outageTolerance().toMillis();
    Map<Labels, QueryResult.Sample> known = new HashMap<>();
    for (Samples samples : store.select(matchers, from, time - 1, MAX_STATE_SAMPLES)) {
      for (int i = samples.size() - 1; i >= 0; i--) {
        if (!Samples.isStale(samples.values()[i])) {
          Labels labels = samples.labels().withoutMetricName();
          known.put(
              labels, new QueryResult.Sample(labels, samples.timestamps()[i], samples.values()[i]));
          break;
        }
      }
    }
    return known;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.rules.ActiveAlert.State;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one rule and their life:
 *
 * <pre>
 *            matches              for has passed
 * (none) ───────────► pending ───────────────────► firing ──┐ keep_firing_for
 *                        │ no match                   │ ◄───┘
 *                        ▼                            ▼ no match
 *                     (none)                       inactive ── 15 min ──► (none)
 * </pre>
 *
 * As Prometheus' alert generator specification has it. One thread at a time.
 */
final class AlertState {
  private static final String ALERT_NAME = "alertname";

  private final RuleDefinition.Alerting rule;
  private final AlertOptions options;
  private final RuleTemplates templates;
  private final Map<Labels, ActiveAlert> active = new LinkedHashMap<>();
  private final Map<Labels, Instant> lastSent = new LinkedHashMap<>();

  /** What the file of an earlier process had, whose times are exact. */
  private final Set<Labels> exact = new HashSet<>();

  /** Until what an earlier process knew is taken over, nothing is written over it. */
  private boolean restored;

  AlertState(RuleDefinition.Alerting rule, AlertOptions options, boolean restored) {
    this.rule = rule;
    this.options = options;
    this.restored = restored;
    templates = new RuleTemplates(rule, options.externalLabels(), options.externalUrl());
  }

  RuleDefinition.Alerting rule() {
    return rule;
  }

  /** Pending and firing alerts, and those resolved not long ago. */
  List<ActiveAlert> alerts() {
    return List.copyOf(active.values());
  }

  /**
   * Takes over alerts of an earlier process, before the first evaluation. What fires is sent again
   * at once: whoever is told by this process knows of none.
   *
   * @param down for how long nobody evaluated, which does not count as pending
   */
  void takeOver(List<SavedAlert> saved, Duration down) {
    for (SavedAlert one : saved) {
      ActiveAlert alert = one.alert();
      Labels labels = alert.labels();
      exact.add(labels);
      boolean pending = alert.state() == State.PENDING;
      active.put(labels, pending ? activeSince(alert, alert.activeAt().plus(down)) : alert);
      Instant sent = one.lastSent();
      if (alert.state() == State.INACTIVE && sent != null) {
        lastSent.put(labels, sent);
      }
    }
  }

  /** All that an evaluation later on goes by. */
  List<SavedAlert> saved(String ruleKey) {
    List<SavedAlert> saved = new ArrayList<>(active.size());
    active.forEach(
        (labels, alert) -> saved.add(new SavedAlert(ruleKey, alert, lastSent.get(labels))));
    return saved;
  }

  /** Takes over the alerts of the same rule before a reload. */
  void takeOver(AlertState before) {
    active.putAll(before.active);
    lastSent.putAll(before.lastSent);
    restored = before.restored;
  }

  /**
   * One evaluation.
   *
   * @return the samples of {@code ALERTS} and {@code ALERTS_FOR_STATE}
   */
  List<QueryResult.Sample> evaluate(
      List<QueryResult.Sample> result, InstantQuery query, long time, int limit)
      throws RuleException {
    Instant now = Instant.ofEpochMilli(time);
    Map<Labels, ActiveAlert> matching = matching(result, query, time, now);
    matching.forEach(
        (labels, fresh) -> {
          ActiveAlert known = active.get(labels);
          if (known == null || known.state() == State.INACTIVE) {
            active.put(labels, fresh);
            lastSent.remove(labels);
          } else {
            active.put(labels, update(known, fresh));
          }
        });
    int alive = advance(matching.keySet(), now);
    if (limit > 0 && alive > limit) {
      active.clear();
      lastSent.clear();
      throw new RuleException("exceeded limit of " + limit + " with " + alive + " alerts");
    }
    return restored ? samples(time) : List.of();
  }

  /** The alerts that a result gives, without a change of state. */
  Map<Labels, ActiveAlert> matching(
      List<QueryResult.Sample> result, InstantQuery query, long time, Instant now)
      throws RuleException {
    Map<Labels, ActiveAlert> matching = new LinkedHashMap<>();
    for (QueryResult.Sample sample : result) {
      RuleTemplates.Rendered texts =
          templates.render(sample.labels().toMap(), sample.value(), query, time);
      Map<String, String> labels = sample.labels().withoutMetricName().toMap();
      labels.putAll(texts.labels());
      labels.put(ALERT_NAME, rule.name());
      Labels identity = Labels.of(labels);
      ActiveAlert alert =
          new ActiveAlert(
              identity, texts.annotations(), State.PENDING, sample.value(), now, null, null, null);
      if (matching.put(identity, alert) != null) {
        throw new RuleException(
            "vector contains metrics with the same labelset after applying alert labels");
      }
    }
    return matching;
  }

  private static ActiveAlert update(ActiveAlert known, ActiveAlert fresh) {
    return new ActiveAlert(
        known.labels(),
        fresh.annotations(),
        known.state(),
        fresh.value(),
        known.activeAt(),
        known.firedAt(),
        known.resolvedAt(),
        null);
  }

  /** Moves every alert to its next state; returns how many are pending or firing. */
  private int advance(Set<Labels> matching, Instant now) {
    int alive = 0;
    for (Labels labels : new HashSet<>(active.keySet())) {
      ActiveAlert alert = active.get(labels);
      if (!matching.contains(labels)) {
        ActiveAlert next = unmatched(alert, now);
        if (next == null) {
          active.remove(labels);
          lastSent.remove(labels);
        } else {
          active.put(labels, next);
          alive += next.state() == State.FIRING ? 1 : 0;
        }
      } else {
        alive++;
        Duration pending = Duration.between(alert.activeAt(), now);
        if (alert.state() == State.PENDING && pending.compareTo(rule.hold()) >= 0) {
          active.put(labels, with(alert, State.FIRING, now, null, null));
        }
      }
    }
    return alive;
  }

  private @Nullable ActiveAlert unmatched(ActiveAlert alert, Instant now) {
    return switch (alert.state()) {
      case PENDING -> null;
      case INACTIVE -> {
        Instant resolved = alert.resolvedAt();
        boolean old =
            resolved != null
                && Duration.between(resolved, now).compareTo(options.resolvedRetention()) > 0;
        yield old ? null : alert;
      }
      case FIRING -> {
        Instant since = alert.keepFiringSince() == null ? now : alert.keepFiringSince();
        boolean keep =
            !rule.keepFiring().isZero()
                && Duration.between(since, now).compareTo(rule.keepFiring()) < 0;
        yield keep
            ? with(alert, State.FIRING, alert.firedAt(), null, since)
            : with(alert, State.INACTIVE, alert.firedAt(), now, null);
      }
    };
  }

  private static ActiveAlert with(
      ActiveAlert alert,
      State state,
      @Nullable Instant firedAt,
      @Nullable Instant resolvedAt,
      @Nullable Instant keepFiringSince) {
    return new ActiveAlert(
        alert.labels(),
        alert.annotations(),
        state,
        alert.value(),
        alert.activeAt(),
        firedAt,
        resolvedAt,
        keepFiringSince);
  }

  private List<QueryResult.Sample> samples(long time) {
    List<QueryResult.Sample> samples = new ArrayList<>();
    for (ActiveAlert alert : active.values()) {
      if (alert.state() != State.INACTIVE) {
        Labels labels = alert.labels();
        samples.add(
            new QueryResult.Sample(
                labels.with("alertstate", alert.state().text()).with(Labels.METRIC_NAME, "ALERTS"),
                time,
                1));
        samples.add(
            new QueryResult.Sample(
                labels.with(Labels.METRIC_NAME, "ALERTS_FOR_STATE"),
                time,
                alert.activeAt().getEpochSecond()));
      }
    }
    return samples;
  }

  boolean isRestored() {
    return restored;
  }

  void markRestored() {
    restored = true;
  }

  /**
   * Takes up the pending times of an earlier process, of alerts that were not in its file.
   *
   * @param known the last value of {@code ALERTS_FOR_STATE} of each alert and when it was written
   */
  void restore(Map<Labels, QueryResult.Sample> known, long time) {
    restored = true;
    if (rule.hold().compareTo(options.gracePeriod()) >= 0) {
      Instant now = Instant.ofEpochMilli(time);
      active.replaceAll(
          (labels, alert) -> {
            QueryResult.Sample before = known.get(labels);
            return before == null || exact.contains(labels) || alert.state() != State.PENDING
                ? alert
                : activeSince(alert, restoredActiveAt(before, now));
          });
    }
    exact.clear();
  }

  private Instant restoredActiveAt(QueryResult.Sample before, Instant now) {
    Instant downAt = Instant.ofEpochMilli(before.timestampMillis());
    Instant activeAt = Instant.ofEpochSecond((long) before.value());
    Duration left = rule.hold().minus(Duration.between(activeAt, downAt));
    if (left.isNegative() || left.isZero()) {
      return activeAt;
    }
    if (left.compareTo(options.gracePeriod()) < 0) {
      return now.plus(options.gracePeriod()).minus(rule.hold());
    }
    return activeAt.plus(Duration.between(downAt, now));
  }

  private static ActiveAlert activeSince(ActiveAlert alert, Instant activeAt) {
    return new ActiveAlert(
        alert.labels(),
        alert.annotations(),
        alert.state(),
        alert.value(),
        activeAt,
        alert.firedAt(),
        alert.resolvedAt(),
        alert.keepFiringSince());
  }

  /** Alerts that are to be sent now; they count as sent. */
  List<Alert> due(long time, Duration interval) {
    Instant now = Instant.ofEpochMilli(time);
    Duration wait =
        interval.compareTo(options.resendDelay()) > 0 ? interval : options.resendDelay();
    List<Alert> due = new ArrayList<>();
    Iterator<ActiveAlert> alerts = active.values().iterator();
    while (alerts.hasNext()) {
      ActiveAlert alert = alerts.next();
      if (alert.state() != State.PENDING && isDue(alert, now)) {
        lastSent.put(alert.labels(), now);
        Instant fired = alert.firedAt() == null ? alert.activeAt() : alert.firedAt();
        Instant end =
            alert.resolvedAt() == null ? now.plus(wait.multipliedBy(4)) : alert.resolvedAt();
        due.add(
            new Alert(
                alert.labels(),
                RunbookUrl.linked(options.externalUrl(), rule.name(), alert.annotations()),
                fired,
                end,
                GeneratorUrl.of(options, rule)));
      }
    }
    return due;
  }

  private boolean isDue(ActiveAlert alert, Instant now) {
    Instant last = lastSent.get(alert.labels());
    if (last == null) {
      return true;
    }
    Instant resolved = alert.resolvedAt();
    if (resolved != null && resolved.isAfter(last)) {
      return true;
    }
    return !last.plus(options.resendDelay()).isAfter(now);
  }
}

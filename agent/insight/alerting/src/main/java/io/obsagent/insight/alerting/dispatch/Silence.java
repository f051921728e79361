// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.config.InhibitRule;
import io.obsagent.insight.alerting.config.MatcherParser;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Mutes the alerts that match all its matchers for a time.
 *
 * @param id a UUID
 * @param matchers at least one, and one that does not match the empty text
 */
public record Silence(
    String id,
    List<LabelMatcher> matchers,
    Instant startsAt,
    Instant endsAt,
    String createdBy,
    String comment) {

  /** Where in its life a silence is. */
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED
  }

  public State state(Instant now) {
    return now.isBefore(startsAt)
        ? State.PENDING
        : now.isBefore(endsAt) ? State.ACTIVE : State.EXPIRED;
  }

  /** The matchers as they are written: {@code alertname="X", job=~"a|b"}. */
  public String matchersText() {
    return matchers.stream().map(MatcherParser::format).collect(Collectors.joining(", "));
  }

  boolean mutes(Labels labels, Instant now) {
    return state(now) == State.ACTIVE && InhibitRule.all(matchers, labels);
  }
}

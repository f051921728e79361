// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alerting.dispatch.Notifier;
import java.time.Instant;

/** What people do about alerts; the notifier knows how. */
public interface AlertResponder {
  /**
   * Says that someone has taken an alert on.
   *
   * @param fingerprint 16 hexadecimal digits
   * @return false if no such alert fires
   */
  boolean acknowledge(String fingerprint, String by, String comment);

  /**
   * Mutes alerts for a time.
   *
   * @param matchers as in {@code alertname="X", job=~"a|b"}
   * @return the silence's id
   * @throws IllegalArgumentException if something about it is not valid
   */
  String silence(String matchers, Instant startsAt, Instant endsAt, String by, String comment);

  /** A responder that is the notifier. */
  static AlertResponder of(Notifier notifier) {
    return new AlertResponder() {
      @Override
      public boolean acknowledge(String fingerprint, String by, String comment) {
        return notifier.acknowledge(fingerprint, by, comment);
      }

      @Override
      public String silence(
          String matchers, Instant startsAt, Instant endsAt, String by, String comment) {
        return notifier.silence(matchers, startsAt, endsAt, by, comment).id();
      }
    };
  }
}

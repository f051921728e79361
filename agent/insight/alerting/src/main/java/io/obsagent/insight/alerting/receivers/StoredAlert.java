// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.labels.Labels;
import java.time.Instant;

/**
 * An alert with its end settled.
 *
 * @param timesOut whether the end is only what resolve_timeout makes of it
 */
public record StoredAlert(
    long fingerprint, Alert alert, Instant endsAt, boolean timesOut, Instant updatedAt) {

  public Labels labels() {
    return alert.labels();
  }

  public boolean isResolved(Instant now) {
    return !endsAt.isAfter(now);
  }

  /** This older state and a newer one of the same alert whose times overlap, as one. */
  public StoredAlert merge(StoredAlert newer) {
    boolean overlaps =
        newer.endsAt.isAfter(alert.startsAt()) && newer.endsAt.isBefore(endsAt)
            || newer.alert.startsAt().isAfter(alert.startsAt())
                && newer.alert.startsAt().isBefore(endsAt);
    if (!overlaps) {
      return newer;
    }
    Alert latest = newer.alert;
    Instant start =
        alert.startsAt().isBefore(latest.startsAt()) ? alert.startsAt() : latest.startsAt();
    Instant end = newer.endsAt;
    boolean newerResolved = newer.isResolved(newer.updatedAt);
    if (newerResolved) {
      end = isResolved(newer.updatedAt) && endsAt.isAfter(end) ? endsAt : end;
    } else if (endsAt.isAfter(end) && !timesOut) {
      end = endsAt;
    }
    return new StoredAlert(
        fingerprint,
        new Alert(
            latest.labels(), latest.annotations(), start, latest.endsAt(), latest.generatorUrl()),
        end,
        newer.timesOut,
        newer.updatedAt);
  }
}

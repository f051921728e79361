// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.AlertSink;
import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The alerts of objectives that fire, and have fired since the process began. Thread-safe. */
final class Firing implements AlertSink {
  private static final int MAX = 200;

  /**
   * A time in which an alert fired.
   *
   * @param end null while it does
   */
  record Episode(String name, Labels labels, Instant start, @Nullable Instant end) {
    String severity() {
      return labels.get("severity");
    }
  }

  private final Map<String, Episode> episodes = new LinkedHashMap<>();
  private final Supplier<Instant> clock;

  Firing(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void receive(List<Alert> alerts) {
    Instant now = clock.get();
    for (Alert alert : alerts) {
      if (!alert.labels().get("sloth_id").isEmpty()) {
        Instant end = alert.isResolved(now) ? alert.endsAt() : null;
        episodes.put(
            alert.fingerprintHex() + alert.startsAt(),
            new Episode(alert.name(), alert.labels(), alert.startsAt(), end));
        if (episodes.size() > MAX) {
          episodes.remove(episodes.keySet().iterator().next());
        }
      }
    }
  }

  /** Those of one budget, the oldest first. */
  synchronized List<Episode> of(Objective objective, Labels group) {
    List<Episode> found = new ArrayList<>();
    for (Episode episode : episodes.values()) {
      boolean mine = episode.labels().get("sloth_id").equals(objective.id());
      for (int i = 0; i < group.size(); i++) {
        mine &= episode.labels().get(group.name(i)).equals(group.value(i));
      }
      if (mine) {
        found.add(episode);
      }
    }
    return found;
  }
}

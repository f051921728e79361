// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A time that was agreed on, of which nothing counts. Immutable.
 *
 * @param reason may be empty
 */
record Maintenance(Instant from, Instant to, String reason) {
  static List<Maintenance> read(ConfigNode node, Consumer<String> problems) {
    List<Maintenance> all = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (YamlMap map : YamlMap.mapsAmong("slo.maintenance", node, warnings, problems)) {
      try {
        map.allowOnly("a maintenance", List.of("from", "to", "reason"));
        map.required("from");
        map.required("to");
        Instant from = map.value("from", Instant.EPOCH, Maintenance::time);
        Instant to = map.value("to", Instant.EPOCH, Maintenance::time);
        if (!to.isAfter(from)) {
          throw map.error("to", "to: a maintenance ends after it has begun");
        }
        all.add(new Maintenance(from, to, map.text("reason")));
      } catch (YamlException e) {
        e.problems().forEach(problems);
      }
    }
    return List.copyOf(all);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected a time such as 2026-11-28T22:00:00Z, not '" + text + "'", e);
    }
  }

  boolean contains(long millis) {
    return from.toEpochMilli() < millis && millis <= to.toEpochMilli();
  }

  boolean overlaps(Instant start, Instant end) {
    return from.isBefore(end) && to.isAfter(start);
  }
}

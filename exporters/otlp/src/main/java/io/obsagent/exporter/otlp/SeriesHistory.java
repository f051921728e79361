// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver knows already of each counter and histogram. It changes only with what the
 * receiver has taken, so that a failed export loses nothing. Series that are gone are forgotten.
 * Not thread-safe.
 */
final class SeriesHistory {
  private final boolean delta;
  private final Map<Key, Known> series = new HashMap<>();
  private final List<Known> pending = new ArrayList<>();
  private long processStart;
  private long lastExport;
  private long now;
  private long round;

  SeriesHistory(boolean delta) {
    this.delta = delta;
  }

  /** Registries of the application may have other labels under one name. */
  private record Key(String family, List<String> labels, List<String> labelValues) {}

  private static final class Known {
    @Nullable Point point;
    long time;
    long start;
    @Nullable Point sent;
    long round;
  }

  /**
   * What to send of a series.
   *
   * @param start since when it counts, or 0 if that is not known
   * @param base what was told before, to be subtracted; or null
   * @param told until when exemplars were sent
   */
  record Reading(long start, @Nullable Point base, long told) {}

  /** Before the series of a snapshot. */
  void begin(long epochNanos, long processStartNanos) {
    now = epochNanos;
    processStart = processStartNanos;
    lastExport = lastExport == 0 ? processStart : lastExport;
    round++;
    pending.clear();
  }

  /** Null if there is nothing to send. */
  @Nullable Reading read(MetricFamily family, Point point) {
    Key key = new Key(family.name(), family.labelNames(), point.labelValues());
    Known known = series.get(key);
    boolean older = family.definition().olderThanProcess();
    if (known == null) {
      known = new Known();
      known.start = older ? 0 : processStart;
      series.put(key, known);
    }
    known.round = round;
    Reading reading = delta ? delta(known, point, older) : cumulative(known, point);
    if (reading != null) {
      known.sent = point;
      pending.add(known);
    }
    return reading;
  }

  private Reading cumulative(Known known, Point point) {
    if (known.point != null && fell(known.point, point)) {
      known.start = known.time;
    }
    return new Reading(Math.min(known.start, now), null, known.time);
  }

  private @Nullable Reading delta(Known known, Point point, boolean older) {
    Point before = known.point;
    boolean first = before == null;
    if (first ? older : total(before) == total(point)) {
      known.point = point;
      known.time = now;
      return null;
    }
    long start = first ? lastExport : known.time;
    Point base = first || fell(before, point) ? null : before;
    return new Reading(Math.min(start, now), base, known.time);
  }

  /** The receiver has taken all that was read since the last time. */
  void acknowledge() {
    for (Known known : pending) {
      known.point = known.sent;
      known.time = now;
      known.sent = null;
    }
    pending.clear();
  }

  /** After a snapshot whose every part was taken. */
  void end() {
    lastExport = now;
    series.values().removeIf(known -> known.round != round);
  }

  /** Whether it has begun anew. */
  private static boolean fell(Point before, Point after) {
    return total(after) < total(before)
        || before instanceof HistogramPoint old
            && after instanceof HistogramPoint young
            && old.bounds().length != young.bounds().length;
  }

  private static double total(Point point) {
    return point instanceof NumberPoint number ? number.value() : ((HistogramPoint) point).count();
  }
}

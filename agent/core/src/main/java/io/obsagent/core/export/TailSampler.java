// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which whole traces leave the process: all that failed or were slow, and of the others a
 * share of each route. Where there is a target, each route gets an equal part of it, and what a
 * quiet route leaves over the busy ones share (max-min fairness), by what came in the ten seconds
 * before. The trace id decides, so processes with the same share agree. For one thread.
 */
final class TailSampler {
  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final double WINDOW_SECONDS = 10;
  private static final int MAX_ROUTES = 1_000;
  private static final String OTHER = "other";

  private final long slowNanos;
  private final double ratio;
  private final double perSecond;
  private Map<String, Route> routes = new HashMap<>();
  private long windowStart;

  private static final class Route {
    final double share;
    long seen;
    long kept;

    Route(double share) {
      this.share = share;
    }
  }

  /**
   * @param slowNanos from which on a trace is always kept
   * @param ratio of the others, 0 to 1
   * @param perSecond of the others, at most on average; 0 for no such bound
   */
  TailSampler(long slowNanos, double ratio, double perSecond, long nanoTime) {
    this.slowNanos = slowNanos;
    this.ratio = ratio;
    this.perSecond = perSecond;
    this.windowStart = nanoTime;
  }

  /** Why a trace is kept: {@code error}, {@code slow} or {@code sample}; {@code dropped} if not. */
  String decide(String route, long durationNanos, boolean failed, long traceLow, long nanoTime) {
    if (failed) {
      return "error";
    }
    if (durationNanos >= slowNanos) {
      return "slow";
    }
    if (nanoTime - windowStart >= WINDOW_NANOS) {
      turn(nanoTime);
    }
    Route known = routes.get(route);
    if (known == null) {
      String key = routes.size() < MAX_ROUTES ? route : OTHER;
      known = routes.computeIfAbsent(key, none -> new Route(ratio));
    }
    known.seen++;
    if ((traceLow & Long.MAX_VALUE) >= known.share * Long.MAX_VALUE) {
      return "dropped";
    }
    // A route that has become busy meanwhile may not have more than the whole target.
    if (perSecond > 0 && known.kept >= perSecond * WINDOW_SECONDS) {
      return "dropped";
    }
    known.kept++;
    return "sample";
  }

  private void turn(long nanoTime) {
    boolean recent = nanoTime - windowStart < 2 * WINDOW_NANOS;
    Map<String, Route> next = new HashMap<>();
    if (perSecond > 0 && recent) {
      double level = level();
      routes.forEach(
          (name, route) -> {
            if (route.seen > 0) {
              next.put(name, new Route(Math.min(ratio, level / route.seen)));
            }
          });
    }
    routes = next;
    windowStart = nanoTime;
  }

  /** How many traces each route may have in a window so that all together keep to the target. */
  private double level() {
    List<Long> counts = new ArrayList<>();
    routes.values().forEach(route -> counts.add(route.seen));
    Collections.sort(counts);
    double left = perSecond * WINDOW_SECONDS;
    int routesLeft = counts.size();
    for (long count : counts) {
      double wanted = count * ratio;
      if (wanted * routesLeft >= left) {
        return left / routesLeft;
      }
      left -= wanted;
      routesLeft--;
    }
    return Double.MAX_VALUE;
  }
}

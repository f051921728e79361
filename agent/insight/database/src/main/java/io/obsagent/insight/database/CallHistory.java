// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.telemetry.DbCalls;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What statements added up to, minute by minute for an hour, and by ten minutes for a day. Of each
 * part those are kept that took most time, so that all of it has a bound: about 5 MiB, and 8 where
 * statements come and go all the time. Thread-safe.
 */
final class CallHistory {
  static final long LONGEST_MILLIS = 24 * 3_600_000L;

  private static final long MINUTE = 60_000;
  private static final long TEN_MINUTES = 10 * MINUTE;
  private static final long HOUR = 60 * MINUTE;
  private static final int MOST_OF_A_MINUTE = 200;
  private static final int MOST_OF_TEN_MINUTES = 100;

  /** The parts, oldest first. */
  private final Deque<Frame> minutes = new ArrayDeque<>();

  private final Deque<Frame> tens = new ArrayDeque<>();

  /** Those that the agent keeps, by their ids. */
  private Map<Long, KeptStatement> statements = new HashMap<>();

  private long lastMillis;

  /** A part of time, and what statements did in it, by their ids. */
  private record Frame(long from, long to, Map<Long, StatementSums> sums) {}

  /**
   * @param startMillis when counting began
   */
  CallHistory(long startMillis) {
    lastMillis = startMillis;
  }

  /** Ends a part, if the last one is a minute ago. */
  synchronized void keep(long nowMillis, List<DbCalls> totals) {
    if (nowMillis < lastMillis + MINUTE) {
      return;
    }
    Map<Long, StatementSums> since = most(since(totals), MOST_OF_A_MINUTE);
    minutes.add(new Frame(lastMillis, nowMillis, since));
    endPart(totals);
    lastMillis = nowMillis;
    while (minutes.getFirst().to <= nowMillis - HOUR) {
      age(minutes.removeFirst());
    }
    while (!tens.isEmpty() && tens.getFirst().to <= nowMillis - LONGEST_MILLIS) {
      tens.removeFirst();
    }
  }

  private void age(Frame minute) {
    Frame open = tens.peekLast();
    if (open == null || open.to - open.from >= TEN_MINUTES) {
      tens.add(minute);
      return;
    }
    tens.removeLast();
    Map<Long, StatementSums> both = new HashMap<>();
    add(both, open.sums);
    add(both, minute.sums);
    tens.add(new Frame(open.from, minute.to, most(both, MOST_OF_TEN_MINUTES)));
  }

  /**
   * What statements did since a time; the part that it falls in counts whole.
   *
   * @param totals as they are now
   */
  synchronized Collection<StatementSums> since(long fromMillis, List<DbCalls> totals) {
    Map<Long, StatementSums> all = new HashMap<>();
    for (Deque<Frame> frames : List.of(tens, minutes)) {
      for (Frame frame : frames) {
        if (frame.to > fromMillis) {
          add(all, frame.sums);
        }
      }
    }
    add(all, since(totals));
    return all.values();
  }

  private Map<Long, StatementSums> since(List<DbCalls> totals) {
    Map<Long, StatementSums> since = new HashMap<>();
    for (DbCalls now : totals) {
      KeptStatement statement =
          statements.computeIfAbsent(now.id(), unseen -> new KeptStatement(now));
      statement.latest = now;
      StatementSums sums = StatementSums.ofNewest(statement);
      if (sums.calls() > 0) {
        since.put(now.id(), sums);
      }
    }
    return since;
  }

  /** After {@link #since} of the same totals. */
  private void endPart(List<DbCalls> totals) {
    Map<Long, KeptStatement> kept = new HashMap<>();
    for (DbCalls now : totals) {
      KeptStatement statement = statements.remove(now.id());
      statement.partEnd = now;
      kept.put(now.id(), statement);
    }
    statements.values().forEach(KeptStatement::letGo);
    statements = kept;
  }

  private static void add(Map<Long, StatementSums> all, Map<Long, StatementSums> more) {
    more.forEach(
        (id, sums) ->
            all.merge(
                id,
                sums.copy(),
                (known, added) -> {
                  known.add(added);
                  return known;
                }));
  }

  private static Map<Long, StatementSums> most(Map<Long, StatementSums> all, int count) {
    if (all.size() <= count) {
      return all;
    }
    Map<Long, StatementSums> most = new HashMap<>();
    all.entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                (Map.Entry<Long, StatementSums> one) -> -one.getValue().seconds()))
        .limit(count)
        .forEach(one -> most.put(one.getKey(), one.getValue()));
    return most;
  }
}

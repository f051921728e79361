// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a search has found, up to a limit, and how much more there is. Not thread-safe. */
final class Hits {
  private final int limit;
  private final List<Hit> hits = new ArrayList<>();
  private int inPart;
  private int all;

  private record Hit(long number, FinishedLog log) {}

  Hits(int limit) {
    this.limit = limit;
  }

  /** Of another ring from now on, which begins with its newest. */
  void beginPart() {
    inPart = 0;
  }

  void add(long number, Segment segment, int at) {
    all++;
    if (inPart < limit) {
      inPart++;
      hits.add(new Hit(number, segment.read(at)));
    }
  }

  /** The newest of all parts, newest first. */
  LogStore.Found found() {
    hits.sort(Comparator.comparingLong(Hit::number).reversed());
    List<FinishedLog> newest = new ArrayList<>();
    for (Hit hit : hits.subList(0, Math.min(limit, hits.size()))) {
      newest.add(hit.log());
    }
    return new LogStore.Found(newest, all - newest.size());
  }
}

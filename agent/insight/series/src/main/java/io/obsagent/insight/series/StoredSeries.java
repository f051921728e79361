// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;
import java.util.List;

/**
 * One series in every tier. Written under the store's lock, read by any thread. A coarse tier gets
 * the last sample of an interval when the first one of the next arrives.
 */
final class StoredSeries {
  /** Index entries, map nodes and the objects of this class; the strings are counted apart. */
  private static final int OVERHEAD = 480;

  final Labels labels;
  private final ChunkList[] tiers;
  private volatile long lastTime = Long.MIN_VALUE;
  private double lastValue;

  /** Bit i: tier i has been given the last sample, even if it has dropped it since. */
  private int given;

  StoredSeries(Labels labels, int tierCount) {
    this.labels = labels;
    tiers = new ChunkList[tierCount];
    for (int i = 0; i < tierCount; i++) {
      tiers[i] = new ChunkList();
    }
  }

  /** What the series costs before its first sample. Label strings are shared between series. */
  static int overheadBytes(Labels labels) {
    return OVERHEAD + labels.size() * 40;
  }

  long lastTime() {
    return lastTime;
  }

  double lastValue() {
    return lastValue;
  }

  ChunkList tier(int index) {
    return tiers[index];
  }

  /** Returns the growth in bytes. The sample must be later than the last one. */
  int append(List<Tier> plan, long time, double value) {
    int grown = 0;
    if (lastTime != Long.MIN_VALUE) {
      grown += closeIntervals(plan, time);
    }
    grown += tiers[0].append(plan.get(0), time, value);
    lastValue = value;
    lastTime = time;
    given = 0;
    return grown;
  }

  /** Hands the last sample to each coarse tier whose interval has ended by a time. */
  int closeIntervals(List<Tier> plan, long time) {
    int grown = 0;
    for (int i = 1; i < tiers.length; i++) {
      Tier tier = plan.get(i);
      if ((given & 1 << i) == 0 && !tier.sameInterval(time, lastTime)) {
        given |= 1 << i;
        if (tiers[i].lastTime() < lastTime) {
          grown += tiers[i].append(tier, lastTime, lastValue);
        }
      }
    }
    return grown;
  }

  /**
   * Fills a coarse tier, from where it ends, out of the tier before it: what was not yet on disk
   * when the process ended.
   */
  int refill(List<Tier> plan, int index) {
    Tier tier = plan.get(index);
    SampleBuffer finer = new SampleBuffer();
    tiers[index - 1].decode(tiers[index].lastTime() + 1, Long.MAX_VALUE, finer);
    int grown = 0;
    for (int i = 0; i + 1 < finer.size(); i++) {
      if (!tier.sameInterval(finer.timestamp(i), finer.timestamp(i + 1))) {
        grown += tiers[index].append(tier, finer.timestamp(i), finer.value(i));
      }
    }
    return grown;
  }

  /**
   * Takes a sample back from disk into the first tier alone; the others have files of their own.
   */
  int replay(Tier raw, long time, double value) {
    if (time <= lastTime) {
      return 0;
    }
    lastTime = time;
    lastValue = value;
    return tiers[0].append(raw, time, value);
  }

  /** After a restore: the last sample is the latest of any tier. */
  void resume() {
    for (ChunkList tier : tiers) {
      if (tier.lastTime() > lastTime || tier == tiers[0] && !tier.isEmpty()) {
        SampleBuffer last = new SampleBuffer();
        tier.decode(tier.lastTime(), tier.lastTime(), last);
        if (last.size() > 0) {
          lastTime = last.timestamp(0);
          lastValue = last.value(0);
        }
      }
    }
  }

  long firstTime() {
    long first = Long.MAX_VALUE;
    for (ChunkList tier : tiers) {
      first = Math.min(first, tier.firstTime());
    }
    return first;
  }

  long samples() {
    long count = 0;
    for (ChunkList tier : tiers) {
      count += tier.samples();
    }
    return count;
  }

  boolean isEmpty() {
    for (ChunkList tier : tiers) {
      if (!tier.isEmpty()) {
        return false;
      }
    }
    return true;
  }
}

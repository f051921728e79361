// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One read over all tiers: each instant from the finest tier that has it. From coarse to fine:
 *
 * <pre>
 * 1h  [───────────)
 * 10m             [────────)
 * 1m                       [─────)
 * raw                            [──────]
 * </pre>
 */
final class Selection {
  private final List<Tier> plan;
  private final MemoryTiers memory;
  private final @Nullable SegmentDirectory disk;
  private final long from;
  private final long to;
  private final int maxSamples;
  private final Map<Labels, SampleBuffer> found = new LinkedHashMap<>();
  private long total;

  Selection(
      List<Tier> plan,
      MemoryTiers memory,
      @Nullable SegmentDirectory disk,
      long from,
      long to,
      int maxSamples) {
    this.plan = plan;
    this.memory = memory;
    this.disk = disk;
    this.from = from;
    this.to = to;
    this.maxSamples = maxSamples;
  }

  List<Samples> run(Collection<LabelMatcher> matchers) {
    List<StoredSeries> series = memory.index().select(matchers);
    long[] inMemory = memory.starts();
    if (from >= inMemory[0] && inMemory[0] != Long.MAX_VALUE) {
      return rawOnly(series);
    }
    for (int i = plan.size() - 1; i >= 0; i--) {
      long first = Math.max(from, i == plan.size() - 1 ? Long.MIN_VALUE : start(i, inMemory));
      long last = i == 0 ? to : Math.min(to, start(i - 1, inMemory) - 1);
      if (first <= last && first <= to) {
        if (disk != null && first < inMemory[i]) {
          fromDisk(disk, plan.get(i), matchers, first, Math.min(last, inMemory[i] - 1));
        }
        fromMemory(i, series, Math.max(first, inMemory[i]), last);
      }
    }
    List<Samples> answer = new ArrayList<>(found.size());
    found.forEach((labels, buffer) -> answer.add(buffer.toSamples(labels)));
    return answer;
  }

  /** The usual case: everything asked for is in memory as it came. */
  private List<Samples> rawOnly(List<StoredSeries> series) {
    List<Samples> answer = new ArrayList<>(series.size());
    SampleBuffer buffer = new SampleBuffer();
    for (StoredSeries one : series) {
      if (one.lastTime() >= from) {
        buffer.clear();
        one.tier(0).decode(from, to, buffer);
        if (buffer.size() > 0) {
          count(buffer.size());
          answer.add(buffer.copy(one.labels));
        }
      }
    }
    return answer;
  }

  /** From where on a tier answers, in memory or on disk. */
  private long start(int tierIndex, long[] inMemory) {
    long onDisk = disk == null ? Long.MAX_VALUE : disk.start(plan.get(tierIndex));
    return Math.min(inMemory[tierIndex], onDisk);
  }

  private void fromMemory(int tierIndex, List<StoredSeries> series, long first, long last) {
    if (first > last) {
      return;
    }
    Tier tier = plan.get(tierIndex);
    for (StoredSeries one : series) {
      SampleBuffer samples = new SampleBuffer();
      one.tier(tierIndex)
          .decode(first - tier.resolutionMillis(), last + tier.resolutionMillis(), samples);
      add(one.labels, tier, samples, first, last);
    }
  }

  private void fromDisk(
      SegmentDirectory directory,
      Tier tier,
      Collection<LabelMatcher> matchers,
      long first,
      long last) {
    Map<Labels, SampleBuffer> read = new HashMap<>();
    Map<Labels, Boolean> wanted = new HashMap<>();
    long margin = tier.resolutionMillis();
    for (SegmentDirectory.File file : directory.files(tier)) {
      if (file.from() <= last && file.to() >= first) {
        directory.read(
            file,
            entries -> {
              for (Block.Entry entry : entries) {
                if (wanted.computeIfAbsent(entry.labels(), l -> matchesAll(matchers, l))) {
                  entry
                      .chunk()
                      .decode(
                          first - margin,
                          last + margin,
                          read.computeIfAbsent(entry.labels(), l -> new SampleBuffer()));
                }
              }
            });
      }
    }
    read.forEach((labels, samples) -> add(labels, tier, samples, first, last));
  }

  private static boolean matchesAll(Collection<LabelMatcher> matchers, Labels labels) {
    for (LabelMatcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  private void add(Labels labels, Tier tier, SampleBuffer samples, long first, long last) {
    if (samples.size() == 0) {
      return;
    }
    SampleBuffer into = found.get(labels);
    if (into == null) {
      into = new SampleBuffer();
    }
    int before = into.size();
    GapFill.copy(samples, tier, labels, first, last, into);
    count(into.size() - before);
    if (into.size() > 0) {
      found.putIfAbsent(labels, into);
    }
  }

  private void count(int samples) {
    total += samples;
    if (total > maxSamples) {
      throw new SampleLimitException(maxSamples);
    }
  }
}

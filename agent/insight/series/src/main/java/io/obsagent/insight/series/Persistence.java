// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the store's samples go to disk and how they come back. Raw samples are appended each minute;
 * those since then are in one file of their own that is written again each ten seconds, so that a
 * kill costs no more than that and files are no larger for it. A coarse tier writes a window when
 * it is over, and after a restart what it had not written is made again from the finer tier, whose
 * files reach further back than one such window.
 */
final class Persistence {
  private static final long FLUSH_MILLIS = 60_000;
  private static final long TAIL_MILLIS = 10_000;

  private final List<Tier> plan;
  private final MemoryTiers memory;
  private final @Nullable SegmentDirectory disk;
  private final long[] sealedUpTo;
  private long flushedUpTo = Long.MIN_VALUE;
  private long lastFlush = Long.MIN_VALUE;
  private long lastTail = Long.MIN_VALUE;

  Persistence(List<Tier> plan, MemoryTiers memory, @Nullable SegmentDirectory disk) {
    this.plan = plan;
    this.memory = memory;
    this.disk = disk;
    sealedUpTo = new long[plan.size()];
    Arrays.fill(sealedUpTo, Long.MIN_VALUE);
  }

  /** Closes windows that are over and writes what is due; says whether a window was closed. */
  boolean advance(long now) {
    boolean rolled = false;
    for (int i = 0; i < plan.size(); i++) {
      rolled |= closeWindows(i, now);
    }
    if (lastFlush == Long.MIN_VALUE || now - lastFlush >= FLUSH_MILLIS) {
      flush(now);
    } else if (disk != null && now - Math.max(lastFlush, lastTail) >= TAIL_MILLIS) {
      lastTail = now;
      disk.writeTail(memory.window(0, flushedUpTo + 1, now + 1), now);
    }
    return rolled;
  }

  private boolean closeWindows(int tierIndex, long now) {
    Tier tier = plan.get(tierIndex);
    long current = tier.windowStart(now - tier.resolutionMillis());
    if (sealedUpTo[tierIndex] == Long.MIN_VALUE) {
      sealedUpTo[tierIndex] = Math.min(current, memory.starts()[tierIndex]);
    }
    if (sealedUpTo[tierIndex] >= current) {
      return false;
    }
    memory.seal(tierIndex, current, now);
    long from = Math.max(sealedUpTo[tierIndex], memory.starts()[tierIndex]);
    sealedUpTo[tierIndex] =
        disk == null || tierIndex == 0 ? current : write(disk, tierIndex, from, current, now);
    return true;
  }

  /** Returns up to where the tier is on disk. */
  private long write(SegmentDirectory directory, int tierIndex, long from, long to, long now) {
    Tier tier = plan.get(tierIndex);
    for (long start = from; start < to; start += tier.windowMillis()) {
      List<Block.Entry> entries = memory.window(tierIndex, start, start + tier.windowMillis());
      if (!directory.write(tier, start, entries, now)) {
        return start;
      }
    }
    return to;
  }

  void flush(long now) {
    if (disk == null) {
      return;
    }
    Tier raw = plan.get(0);
    lastFlush = now;
    long from = Math.max(flushedUpTo + 1, memory.starts()[0]);
    boolean written = true;
    while (from <= now && written) {
      long start = raw.windowStart(from);
      long to = Math.min(now, start + raw.windowMillis() - 1);
      written = disk.write(raw, start, memory.window(0, from, to + 1), now);
      if (written) {
        flushedUpTo = to;
        from = to + 1;
      }
    }
    if (written) {
      disk.dropTail();
    }
    disk.trim(plan, now);
  }

  void restore(long now) {
    if (disk == null) {
      return;
    }
    disk.trim(plan, now);
    for (SegmentDirectory.File file : disk.files(plan.get(0))) {
      if (file.from() <= now) {
        disk.read(file, entries -> replay(entries, now));
      }
    }
    flushedUpTo = newest();
    disk.readTail(entries -> replay(entries, now));
    for (int i = 1; i < plan.size(); i++) {
      List<SegmentDirectory.File> files = disk.files(plan.get(i));
      for (int f = files.size() - 1; f >= 0 && memory.hasSpare(); f--) {
        if (files.get(f).from() <= now) {
          load(disk, i, files.get(f), now);
        }
      }
    }
    refill();
    memory.endAll(now);
  }

  /** The time up to which the files of the first tier have its samples. */
  private long newest() {
    long newest = Long.MIN_VALUE;
    for (StoredSeries series : memory.all()) {
      newest = Math.max(newest, series.lastTime());
    }
    return newest;
  }

  /** Samples that lie ahead, of before a clock was set back, would keep all new ones out. */
  private void replay(List<Block.Entry> entries, long now) {
    for (Block.Entry entry : entries) {
      SampleBuffer samples = new SampleBuffer();
      entry.chunk().decode(Long.MIN_VALUE, now, samples);
      if (samples.size() > 0) {
        long start = plan.get(0).windowStart(samples.timestamp(0));
        memory.startAt(0, Math.min(memory.starts()[0], start));
      }
      for (int i = 0; i < samples.size(); i++) {
        StoredSeries series = memory.restored(entry.labels());
        memory.grow(series.replay(plan.get(0), samples.timestamp(i), samples.value(i)));
      }
    }
  }

  private void load(
      SegmentDirectory directory, int tierIndex, SegmentDirectory.File file, long now) {
    directory.read(
        file,
        entries -> {
          for (Block.Entry entry : entries) {
            StoredSeries series = memory.restored(entry.labels());
            memory.grow(series.tier(tierIndex).prepend(upTo(entry.chunk(), now)));
          }
        });
    memory.startAt(tierIndex, Math.min(memory.starts()[tierIndex], file.from()));
    sealedUpTo[tierIndex] = Math.max(sealedUpTo[tierIndex], file.to() + 1);
  }

  private static Chunk upTo(Chunk chunk, long now) {
    if (chunk.lastTime() <= now) {
      return chunk;
    }
    SampleBuffer samples = new SampleBuffer();
    chunk.decode(Long.MIN_VALUE, now, samples);
    return samples.size() > 0 ? samples.toChunk() : new Chunk(now, 0, new byte[0], 0, now);
  }

  private void refill() {
    for (int i = 1; i < plan.size(); i++) {
      long start = memory.starts()[i];
      for (StoredSeries series : memory.all()) {
        memory.grow(series.refill(plan, i));
        long first = series.tier(i).firstTime();
        if (first != Long.MAX_VALUE) {
          start = Math.min(start, plan.get(i).windowStart(first));
        }
      }
      memory.startAt(i, start);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of the series store.
 *
 * @param interval time between two samples of a series, 1 s to 5 min
 * @param rawRetention how long samples are kept as they came
 * @param memoryBytes the most heap the store may hold
 * @param diskBytes the most the segment files may hold
 * @param directory where segment files go, or null to keep nothing over a restart
 */
public record StoreOptions(
    Duration interval,
    Duration rawRetention,
    long memoryBytes,
    long diskBytes,
    @Nullable Path directory) {
  private static final long MIB = 1L << 20;

  public StoreOptions {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException(
          "evaluation.interval is " + interval + ", it must be 1s to 5m");
    }
  }

  /** 15 s, 3 h, 32 MiB of memory, 256 MiB of disk, no directory. */
  public static StoreOptions defaults() {
    return new StoreOptions(Duration.ofSeconds(15), Duration.ofHours(3), 32 * MIB, 256 * MIB, null);
  }

  public StoreOptions withDirectory(Path path) {
    return new StoreOptions(interval, rawRetention, memoryBytes, diskBytes, path);
  }

  public StoreOptions withMemoryBytes(long bytes) {
    return new StoreOptions(interval, rawRetention, bytes, diskBytes, directory);
  }

  public StoreOptions withDiskBytes(long bytes) {
    return new StoreOptions(interval, rawRetention, memoryBytes, bytes, directory);
  }

  public StoreOptions withInterval(Duration newInterval) {
    return new StoreOptions(newInterval, rawRetention, memoryBytes, diskBytes, directory);
  }
}

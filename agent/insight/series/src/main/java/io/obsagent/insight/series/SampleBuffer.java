// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;
import java.util.Arrays;

/** Decoded samples of one series, growing, ascending in time. Not thread-safe. */
final class SampleBuffer {
  private long[] timestamps = new long[32];
  private double[] values = new double[32];
  private int size;

  void add(long timestamp, double value) {
    if (size == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    timestamps[size] = timestamp;
    values[size++] = value;
  }

  int size() {
    return size;
  }

  long timestamp(int index) {
    return timestamps[index];
  }

  double value(int index) {
    return values[index];
  }

  long lastTimestamp() {
    return size == 0 ? Long.MIN_VALUE : timestamps[size - 1];
  }

  /** All samples as one compressed chunk; there must be at least one. */
  Chunk toChunk() {
    ChunkAppender appender = new ChunkAppender(timestamps[0], values[0]);
    for (int i = 1; i < size; i++) {
      appender.append(timestamps[i], values[i]);
    }
    return appender.seal();
  }

  /** Makes room for those of another series. */
  void clear() {
    size = 0;
  }

  /** No larger than they are, and independent of this buffer. */
  Samples copy(Labels labels) {
    return new Samples(labels, Arrays.copyOf(timestamps, size), Arrays.copyOf(values, size), size);
  }

  /** Shares this buffer's arrays. */
  Samples toSamples(Labels labels) {
    return new Samples(labels, timestamps, values, size);
  }
}

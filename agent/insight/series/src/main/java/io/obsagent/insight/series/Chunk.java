// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

/**
 * A run of one series' samples, compressed: timestamps as delta of delta, values as delta of delta
 * of whole numbers of a decimal unit or, where they are none, as the XOR of neighbours (Pelkonen et
 * al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB 2015).
 *
 * <p>One {@link ChunkAppender} writes; any thread reads: {@code size} is published after the bits
 * it covers, and bits once written stay.
 */
final class Chunk {
  /** Objects and arrays around the bits, as HotSpot lays them out with compressed pointers. */
  static final int OVERHEAD = 64;

  /** Units of the decimal encodings, by encoding number: one, a thousandth, a billionth. */
  static final double[] UNITS = {1, 1e3, 1e9};

  static final int XOR = UNITS.length;

  final long firstTime;
  final int encoding;
  private volatile byte[] bytes;
  private volatile long lastTime;
  private volatile int size;

  Chunk(long firstTime, int encoding, byte[] bytes, int size, long lastTime) {
    this.firstTime = firstTime;
    this.encoding = encoding;
    this.bytes = bytes;
    this.size = size;
    this.lastTime = lastTime;
  }

  void publish(byte[] newBytes, int newSize, long newLastTime) {
    bytes = newBytes;
    lastTime = newLastTime;
    size = newSize;
  }

  int size() {
    return size;
  }

  long lastTime() {
    return lastTime;
  }

  byte[] bytes() {
    return bytes;
  }

  int memoryBytes() {
    return OVERHEAD + bytes.length;
  }

  /** Adds every sample whose time lies in the range, both ends included. */
  void decode(long from, long to, SampleBuffer into) {
    int count = size;
    if (count == 0 || firstTime > to || lastTime < from) {
      return;
    }
    BitReader in = new BitReader(bytes);
    if (encoding == XOR) {
      decodeXor(in, count, from, to, into);
    } else {
      decodeDecimal(in, count, from, to, into);
    }
  }

  private void decodeDecimal(BitReader in, int count, long from, long to, SampleBuffer into) {
    double unit = UNITS[encoding];
    int escape = VarBits.WIDTHS.length + 1;
    long time = firstTime;
    long timeDelta = 0;
    long number = 0;
    long numberDelta = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        timeDelta += in.signed();
        time += timeDelta;
      }
      int numberClass = in.numberClass();
      double value = Samples.STALE_NAN;
      if (numberClass != escape) {
        numberDelta += in.number(numberClass);
        number += numberDelta;
        value = number / unit;
      }
      if (time > to) {
        return;
      }
      if (time >= from) {
        into.add(time, value);
      }
    }
  }

  private void decodeXor(BitReader in, int count, long from, long to, SampleBuffer into) {
    long time = firstTime;
    long timeDelta = 0;
    long value = 0;
    int trailing = 0;
    int width = 64;
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        value = in.bits(64);
      } else {
        timeDelta += in.signed();
        time += timeDelta;
        if (in.bit()) {
          if (in.bit()) {
            int leading = (int) in.bits(5);
            width = (int) in.bits(6) + 1;
            trailing = Math.max(0, 64 - leading - width);
          }
          value ^= in.bits(width) << trailing;
        }
      }
      if (time > to) {
        return;
      }
      if (time >= from) {
        into.add(time, Double.longBitsToDouble(value));
      }
    }
  }
}

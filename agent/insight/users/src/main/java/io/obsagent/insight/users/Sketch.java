// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.users;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A HyperLogLog of 4,096 registers: how many different hashes it has seen, with a standard error of
 * 1.6 %, less below a few hundred. Adding waits for nothing and allocates nothing. Thread-safe.
 *
 * <p>Its bytes are those of {@code HllSketch} (HLL_8, lgK 12) of <a
 * href="https://datasketches.apache.org/docs/HLL/HllSketches.html">Apache DataSketches</a>, so
 * whatever knows these can merge and read them. The estimate is Ertl's, which needs neither tables
 * nor thresholds: see <a href="https://arxiv.org/abs/1702.01284">New cardinality estimation
 * algorithms for HyperLogLog sketches</a>.
 */
final class Sketch {
  static final int LG_K = 12;
  private static final int K = 1 << LG_K;
  private static final int MAX_VALUE = Long.SIZE - LG_K + 1;
  private static final int PREAMBLE = 40;

  /** Of what a sketch is written as. */
  static final int BYTES = PREAMBLE + K;

  private static final byte PREAMBLE_INTS = 10;
  private static final byte VERSION = 1;
  private static final byte FAMILY = 7;

  /** Not in the order in which it was filled: whoever reads it may not use what depends on that. */
  private static final byte OUT_OF_ORDER = 16;

  /** HLL mode, of one byte a register. */
  private static final byte MODE = 2 | 2 << 2;

  private static final int AT_FLAGS = 5;
  private static final int AT_MODE = 7;
  private static final int AT_LARGE_SUM = 16;
  private static final int AT_SMALL_SUM = 24;
  private static final int AT_ZEROS = 32;

  /** Values from here on are summed up apart, as they are so small. */
  private static final int SMALL = 32;

  private static final int BYTE = 0xff;
  private static final int VALUES_AN_INT = 4;

  private final AtomicIntegerArray registers = new AtomicIntegerArray(K / VALUES_AN_INT);

  /**
   * Adds a hash.
   *
   * @return whether that has changed anything
   */
  boolean add(long hash) {
    long rest = hash >>> LG_K;
    int value = Math.min(Long.numberOfLeadingZeros(rest) - LG_K + 1, MAX_VALUE);
    return raise((int) hash & K - 1, value);
  }

  private boolean raise(int register, int value) {
    int index = register / VALUES_AN_INT;
    int shift = register % VALUES_AN_INT * Byte.SIZE;
    while (true) {
      int before = registers.get(index);
      if ((before >>> shift & BYTE) >= value) {
        return false;
      }
      int after = before & ~(BYTE << shift) | value << shift;
      if (registers.compareAndSet(index, before, after)) {
        return true;
      }
    }
  }

  private int value(int register) {
    return registers.get(register / VALUES_AN_INT) >>> register % VALUES_AN_INT * Byte.SIZE & BYTE;
  }

  /** Adds all that another has seen. */
  void merge(Sketch other) {
    for (int i = 0; i < K; i++) {
      raise(i, other.value(i));
    }
  }

  /** How many different hashes were added, about. */
  double estimate() {
    int[] counts = new int[MAX_VALUE + 1];
    for (int i = 0; i < K; i++) {
      counts[Math.min(value(i), MAX_VALUE)]++;
    }
    if (counts[0] == K) {
      return 0;
    }
    double z = K * tau(1 - (double) counts[MAX_VALUE] / K);
    for (int value = MAX_VALUE - 1; value >= 1; value--) {
      z = (z + counts[value]) / 2;
    }
    z += K * sigma((double) counts[0] / K);
    return K / (2 * Math.log(2)) * K / z;
  }

  private static double sigma(double zeros) {
    double power = zeros;
    double weight = 1;
    double sum = zeros;
    double before;
    do {
      power *= power;
      before = sum;
      sum += power * weight;
      weight += weight;
    } while (sum != before);
    return sum;
  }

  private static double tau(double notFull) {
    if (notFull == 0 || notFull == 1) {
      return 0;
    }
    double root = notFull;
    double weight = 1;
    double sum = 1 - notFull;
    double before;
    do {
      root = Math.sqrt(root);
      before = sum;
      weight /= 2;
      sum -= (1 - root) * (1 - root) * weight;
    } while (sum != before);
    return sum / 3;
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(PREAMBLE_INTS).put(VERSION).put(FAMILY).put((byte) LG_K);
    bytes.put(AT_FLAGS, OUT_OF_ORDER).put(AT_MODE, MODE);
    double large = 0;
    double small = 0;
    int zeros = 0;
    for (int i = 0; i < K; i++) {
      int value = value(i);
      bytes.put(PREAMBLE + i, (byte) value);
      zeros += value == 0 ? 1 : 0;
      large += value < SMALL ? Math.scalb(1.0, -value) : 0;
      small += value < SMALL ? 0 : Math.scalb(1.0, -value);
    }
    bytes.putDouble(AT_LARGE_SUM, large).putDouble(AT_SMALL_SUM, small).putInt(AT_ZEROS, zeros);
    return bytes.array();
  }

  /**
   * Reads what {@link #toBytes} has written, from a place on.
   *
   * @throws IllegalArgumentException if it is something else, with the place
   */
  static Sketch of(byte[] bytes, int from) {
    boolean known =
        bytes.length - from >= BYTES
            && bytes[from] == PREAMBLE_INTS
            && bytes[from + 1] == VERSION
            && bytes[from + 2] == FAMILY
            && bytes[from + 3] == LG_K
            && bytes[from + AT_MODE] == MODE;
    if (!known) {
      throw new IllegalArgumentException(
          "byte " + from + ": no sketch of " + BYTES + " bytes (HLL_8, lgK " + LG_K + ") begins");
    }
    Sketch sketch = new Sketch();
    for (int i = 0; i < K; i++) {
      int value = bytes[from + PREAMBLE + i];
      if (value < 0 || value >= Long.SIZE) {
        throw new IllegalArgumentException(
            "byte " + (from + PREAMBLE + i) + ": " + value + " is no value of a register");
      }
      sketch.raise(i, value);
    }
    return sketch;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.util.Arrays;

/**
 * Appends bits, most significant first, to an array that grows. One writer; a reader that took
 * {@link #bytes()} may go on reading what was written before, because written bits never change.
 */
final class BitWriter {
  private byte[] bytes = new byte[24];
  private int bitCount;

  byte[] bytes() {
    return bytes;
  }

  byte[] trimmed() {
    return Arrays.copyOf(bytes, (bitCount + 7) >>> 3);
  }

  void bit(boolean one) {
    bits(one ? 1 : 0, 1);
  }

  /** Appends the lowest {@code count} bits of a value, 0 to 64. */
  void bits(long value, int count) {
    ensure(count);
    int left = count;
    while (left > 0) {
      int room = 8 - (bitCount & 7);
      int take = Math.min(room, left);
      int part = (int) (value >>> (left - take)) & ((1 << take) - 1);
      bytes[bitCount >>> 3] |= (byte) (part << (room - take));
      bitCount += take;
      left -= take;
    }
  }

  /**
   * A signed number in a prefix code: 0 takes one bit, small numbers few. The classes follow what
   * differences of counters and of evenly spaced timestamps look like.
   */
  void signed(long value) {
    if (value == 0) {
      bits(0, 1);
      return;
    }
    for (int i = 0; i < VarBits.WIDTHS.length; i++) {
      int width = VarBits.WIDTHS[i];
      if (VarBits.fits(value, width)) {
        bits((1L << (i + 2)) - 2, i + 2);
        bits(value, width);
        return;
      }
    }
    throw new IllegalStateException("64 bits hold every long");
  }

  /** The code word that stands for no number at all. */
  void escape() {
    int ones = VarBits.WIDTHS.length + 1;
    bits((1L << ones) - 1, ones);
  }

  private void ensure(int count) {
    int needed = (bitCount + count + 7) >>> 3;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
    }
  }
}

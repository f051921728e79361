// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads what {@link BitWriter} wrote. Past the end it reads zeros; never fails. */
final class BitReader {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bits that a word still has after the up to seven of its first byte that are gone. */
  private static final int IN_WORD = 57;

  private final byte[] bytes;
  private int position;

  BitReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean bit() {
    int at = position >>> 3;
    boolean one = at < bytes.length && (bytes[at] >>> (7 - (position & 7)) & 1) == 1;
    position++;
    return one;
  }

  long bits(int count) {
    int start = position >>> 3;
    if (count > 0 && count <= IN_WORD && start + Long.BYTES <= bytes.length) {
      long word = (long) WORDS.get(bytes, start) << (position & 7);
      position += count;
      return word >>> (64 - count);
    }
    return bitsNearTheEnd(count);
  }

  private long bitsNearTheEnd(int count) {
    long value = 0;
    int left = count;
    while (left > 0) {
      int at = position >>> 3;
      int room = 8 - (position & 7);
      int take = Math.min(room, left);
      int octet = at < bytes.length ? bytes[at] & 0xff : 0;
      value = value << take | (octet >>> (room - take) & ((1 << take) - 1));
      position += take;
      left -= take;
    }
    return value;
  }

  /** The class of the next number: 0 for zero, i for {@code WIDTHS[i-1]}, one more for escape. */
  int numberClass() {
    int start = position >>> 3;
    if (start + Long.BYTES <= bytes.length) {
      long word = (long) WORDS.get(bytes, start) << (position & 7);
      int leading = Math.min(Long.numberOfLeadingZeros(~word), VarBits.WIDTHS.length + 1);
      position += Math.min(leading + 1, VarBits.WIDTHS.length + 1);
      return leading;
    }
    int ones = 0;
    while (ones <= VarBits.WIDTHS.length && bit()) {
      ones++;
    }
    return ones;
  }

  long number(int numberClass) {
    if (numberClass == 0 || numberClass > VarBits.WIDTHS.length) {
      return 0;
    }
    int width = VarBits.WIDTHS[numberClass - 1];
    long raw = bits(width);
    return width == 64 ? raw : raw << (64 - width) >> (64 - width);
  }

  long signed() {
    return number(numberClass());
  }
}

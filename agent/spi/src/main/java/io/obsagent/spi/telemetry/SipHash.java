// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 of a text's UTF-16 code units, little-endian: nobody who does not know the key can
 * tell or choose what comes out. Allocates nothing. Immutable. See <a
 * href="https://www.aumasson.jp/siphash/siphash.pdf">Aumasson and Bernstein</a>.
 */
final class SipHash {
  private static final int CHARS_A_WORD = 4;
  private static final int CHAR_BITS = 16;
  private static final int CHAR_BYTES = 2;
  private static final int LENGTH_SHIFT = 56;

  private final long key0;
  private final long key1;

  /**
   * @param key of which the first 16 bytes count
   */
  SipHash(byte[] key) {
    ByteBuffer bytes = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    key0 = bytes.getLong();
    key1 = bytes.getLong();
  }

  long of(String text, int length) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int words = length / CHARS_A_WORD;
    for (int i = 0; i <= words + 2; i++) {
      boolean last = i == words;
      boolean finish = i > words;
      long word = 0;
      if (!finish) {
        int from = i * CHARS_A_WORD;
        int to = last ? length : from + CHARS_A_WORD;
        for (int at = from; at < to; at++) {
          word |= (long) text.charAt(at) << (at - from) * CHAR_BITS;
        }
        word |= last ? (long) (length * CHAR_BYTES) << LENGTH_SHIFT : 0;
        v3 ^= word;
      } else if (i == words + 1) {
        v2 ^= 0xff;
      }
      for (int round = 0; round < 2; round++) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}

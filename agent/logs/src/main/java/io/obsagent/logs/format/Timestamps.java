// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** {@code 2026-11-28T20:21:22.123Z}: the text of a second is made once. Thread-safe. */
final class Timestamps {
  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;
  private static final long MICRO = 1_000;

  private record Second(long epoch, byte[] text) {}

  private static volatile Second last = second(0);

  private Timestamps() {}

  /** Milliseconds, and the digits after them where there are any. */
  static void write(JsonBuffer out, long epochNanos) {
    long epoch = Math.floorDiv(epochNanos, SECOND);
    long fraction = Math.floorMod(epochNanos, SECOND);
    Second second = last;
    if (second.epoch != epoch) {
      second = second(epoch);
      last = second;
    }
    out.raw(second.text);
    if (fraction % MILLI == 0) {
      out.digits(fraction / MILLI, 3);
    } else if (fraction % MICRO == 0) {
      out.digits(fraction / MICRO, 6);
    } else {
      out.digits(fraction, 9);
    }
    out.raw('Z');
  }

  private static Second second(long epoch) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(epoch, 0, ZoneOffset.UTC);
    DateTimeFormatter pattern = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.'");
    return new Second(epoch, JsonKind.ascii(pattern.format(time)));
  }
}

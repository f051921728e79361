// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.store;

import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Times as different systems write them. */
public final class Times {
  private static final long MILLIS_FROM = 100_000_000_000L;

  private Times() {}

  /**
   * RFC 3339, also with blanks, with a zone without colon, or with {@code UTC}; or a count since
   * the epoch, of seconds or milliseconds.
   *
   * @return epoch milliseconds
   * @throws IllegalArgumentException if it is none; the message says what is wanted
   */
  public static long parse(String text) {
    String iso = text.strip();
    if (!iso.isEmpty() && iso.length() <= 15 && iso.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long count = Long.parseLong(iso);
      return count < MILLIS_FROM ? count * 1000 : count;
    }
    iso = iso.replaceFirst(" UTC$", "Z").replaceFirst("^(\\S+) (\\d)", "$1T$2").replace(" ", "");
    iso = iso.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
    try {
      return OffsetDateTime.parse(iso).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected a time like 2026-11-28T10:15:30Z, not '" + shown(text) + "'", e);
    }
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + '…' : text;
  }
}

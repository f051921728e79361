// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

/** Addresses of e-mail, around their {@code @}. */
final class Emails {
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 253;

  private Emails() {}

  /** Where the address begins whose sign stands at {@code at}; -1 if nothing is before it. */
  static int start(String text, int at) {
    int from = at;
    while (from > 0 && at - from < LONGEST_LOCAL && isLocal(text.charAt(from - 1))) {
      from--;
    }
    return from == at ? -1 : from;
  }

  /** Where it ends; -1 if no domain follows. */
  static int end(String text, int at) {
    int end = at + 1;
    int dot = -1;
    for (; end < text.length() && end - at <= LONGEST_DOMAIN; end++) {
      char c = text.charAt(end);
      boolean next = end + 1 < text.length() && Redaction.isWord(text.charAt(end + 1));
      if (c == '.' && next && end > at + 1) {
        dot = end;
      } else if (!Redaction.isWord(c) && !(c == '-' && next)) {
        break;
      }
    }
    return dot > 0 && end - dot > 2 ? end : -1;
  }

  private static boolean isLocal(char c) {
    return Redaction.isWord(c) || "._%+-".indexOf(c) >= 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names whose values are secrets, whatever their case and punctuation: {@code API-Key}, {@code
 * api_key} and {@code apiKey} are one. Immutable.
 */
final class SecretNames {
  private static final int LONGEST = 64;

  /** Anywhere in the name. */
  private static final List<String> PARTS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "secret",
          "token",
          "apikey",
          "accesskey",
          "privatekey",
          "authorization",
          "credential",
          "cookie",
          "sessionid");

  private static final Set<String> WHOLE =
      Set.of(
          "pwd",
          "pass",
          "auth",
          "jwt",
          "otp",
          "pin",
          "cvv",
          "cvc",
          "sig",
          "signature",
          "xamzsignature",
          "xgoogsignature");

  private static final int[] LETTERS = new int[PARTS.size()];

  static {
    for (int i = 0; i < LETTERS.length; i++) {
      LETTERS[i] = letters(PARTS.get(i));
    }
  }

  private final Set<String> more = new HashSet<>();

  SecretNames(Collection<String> names) {
    for (String name : names) {
      more.add(plain(name, 0, name.length()));
    }
  }

  boolean has(String text, int from, int end) {
    if (end - from < 3 && more.isEmpty() || end - from > LONGEST) {
      return false;
    }
    String plain = plain(text, from, end);
    int letters = letters(plain);
    for (int i = 0; i < LETTERS.length; i++) {
      if ((letters & LETTERS[i]) == LETTERS[i] && holds(plain, PARTS.get(i))) {
        return true;
      }
    }
    return WHOLE.contains(plain) || more.contains(plain);
  }

  /** Models count {@code tokens}; those are none. */
  private static boolean holds(String name, String part) {
    int at = name.indexOf(part);
    return at >= 0 && !name.startsWith("tokens", at);
  }

  private static String plain(String text, int from, int end) {
    char[] plain = new char[end - from];
    int length = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        plain[length++] = (char) (c + ('a' - 'A'));
      } else if (c != '_' && c != '-' && c != '.' && c != ' ') {
        plain[length++] = c;
      }
    }
    return new String(plain, 0, length);
  }

  /** Which letters it has: most names lack one of what is looked for. */
  private static int letters(String plain) {
    int letters = 0;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c >= 'a' && c <= 'z') {
        letters |= 1 << (c - 'a');
      }
    }
    return letters;
  }
}

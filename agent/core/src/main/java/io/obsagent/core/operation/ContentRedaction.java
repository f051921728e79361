// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes keys, tokens, e-mail addresses and card numbers out of what people and models say. It finds
 * what has the shape of one, not what merely is one: a password in a sentence stays. Runs on the
 * exporter's thread only.
 */
final class ContentRedaction {
  /** Longer than any part that has to be seen whole to be known for what it is. */
  static final int MARGIN = 256;

  private static final Pattern JWT =
      Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+){0,4}");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^-]*+(?:-----END [A-Z ]{0,32}PRIVATE KEY-----)?");
  private static final Pattern KEY =
      Pattern.compile(
          "\\b(?:[spr]k[-_][A-Za-z0-9_-]{12,}+"
              + "|(?:AKIA|ASIA)[0-9A-Z]{16}"
              + "|AIza[0-9A-Za-z_-]{30,}+"
              + "|gh[pousr]_[A-Za-z0-9]{20,}+|github_pat_[A-Za-z0-9_]{20,}+|glpat-[\\w-]{16,}+"
              + "|xox[abeprs]-[A-Za-z0-9-]{10,}+"
              + "|hf_[A-Za-z0-9]{20,}+|gsk_[A-Za-z0-9]{20,}+|xai-[A-Za-z0-9]{20,}+"
              + "|SG\\.[\\w-]{16,}+\\.[\\w-]{16,}+)");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(authorization|bearer|api[-_ ]?key|access[-_ ]?token|password|passwd|secret)"
              + "([\"']?\\s{0,4}(?:[:=]|\\s)\\s{0,4}[\"']?)(?=[^\\s\"',;]{0,256}[0-9])[^\\s\"',;]{8,}+");
  private static final Pattern EMAIL =
      Pattern.compile("[A-Za-z0-9._%+-]{1,64}+@(?:[A-Za-z0-9-]{1,63}+\\.){1,8}[A-Za-z]{2,24}");
  private static final Pattern CARD = Pattern.compile("\\b[0-9](?:[ -]?[0-9]){12,18}+\\b");

  private ContentRedaction() {}

  static String redact(String text) {
    String safe = PRIVATE_KEY.matcher(text).replaceAll("[redacted key]");
    safe = JWT.matcher(safe).replaceAll("[redacted token]");
    safe = KEY.matcher(safe).replaceAll("[redacted key]");
    safe = NAMED.matcher(safe).replaceAll("$1$2[redacted]");
    if (safe.indexOf('@') >= 0) {
      safe = EMAIL.matcher(safe).replaceAll("[redacted e-mail]");
    }
    return cards(safe);
  }

  /** A number is a card's if its check digit is right. */
  private static String cards(String text) {
    Matcher numbers = CARD.matcher(text);
    StringBuilder safe = new StringBuilder();
    while (numbers.find()) {
      String found = numbers.group();
      numbers.appendReplacement(
          safe, Matcher.quoteReplacement(isCard(found) ? "[redacted card]" : found));
    }
    return numbers.appendTail(safe).toString();
  }

  /** By <a href="https://en.wikipedia.org/wiki/Luhn_algorithm">Luhn's algorithm</a>. */
  private static boolean isCard(String number) {
    int sum = 0;
    boolean twice = false;
    for (int i = number.length() - 1; i >= 0; i--) {
      int digit = number.charAt(i) - '0';
      if (digit >= 0 && digit <= 9) {
        int value = twice ? 2 * digit : digit;
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
      }
    }
    return sum % 10 == 0;
  }
}

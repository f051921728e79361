// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

/**
 * Secrets that are known by their shape alone: keys with the prefixes that clouds and services give
 * them for this purpose, JSON web tokens, private keys in PEM, and credentials after their scheme.
 */
final class SecretShapes {
  /** What they begin with. */
  static final String FIRST = "-AeghsprxSBb";

  private static final String BEGIN = "-----BEGIN ";

  private SecretShapes() {}

  /** Where the secret ends that begins at {@code i}; {@code i} or less if there is none. */
  static int end(String text, int i) {
    return switch (text.charAt(i)) {
      case '-' -> text.startsWith(BEGIN, i) ? privateKey(text, i) : -1;
      case 'e' -> prefixed(text, i, "eyJ", 8, true);
      case 'A' -> amazonOrGoogle(text, i);
      case 'g' -> git(text, i);
      case 's', 'p', 'r' -> key(text, i);
      case 'x' -> slackOrX(text, i);
      case 'h' -> prefixed(text, i, "hf_", 20, false);
      case 'S' -> prefixed(text, i, "SG.", 32, true);
      default -> credentials(text, i);
    };
  }

  static String replacement(String text, int i) {
    return switch (text.charAt(i)) {
      case 'e' -> "[redacted token]";
      case 'B', 'b' -> Redaction.REDACTED;
      default -> "[redacted key]";
    };
  }

  private static int amazonOrGoogle(String text, int i) {
    if (text.startsWith("AKIA", i) || text.startsWith("ASIA", i)) {
      int end = i + 20;
      return run(text, i, false) == end ? end : -1;
    }
    return prefixed(text, i, "AIza", 30, false);
  }

  private static int git(String text, int i) {
    if (text.startsWith("github_pat_", i)) {
      return prefixed(text, i, "github_pat_", 20, false);
    }
    if (text.startsWith("gh", i)
        && i + 4 < text.length()
        && "pousr".indexOf(text.charAt(i + 2)) >= 0) {
      return text.charAt(i + 3) == '_'
          ? prefixed(text, i, text.substring(i, i + 4), 20, false)
          : -1;
    }
    int end = prefixed(text, i, "glpat-", 16, false);
    return end > i ? end : prefixed(text, i, "gsk_", 20, false);
  }

  /** {@code sk-…}, {@code pk_…}, {@code rk_…}; words with a dash have no digits. */
  private static int key(String text, int i) {
    if (i + 3 >= text.length()
        || text.charAt(i + 1) != 'k'
        || text.charAt(i + 2) != '-' && text.charAt(i + 2) != '_') {
      return -1;
    }
    int end = run(text, i, false);
    return end - i >= 15 ? end : -1;
  }

  private static int slackOrX(String text, int i) {
    if (text.startsWith("xox", i) && i + 5 < text.length() && text.charAt(i + 4) == '-') {
      int end = run(text, i, false);
      return end - i >= 15 ? end : -1;
    }
    return prefixed(text, i, "xai-", 20, false);
  }

  private static int prefixed(String text, int i, String prefix, int least, boolean dots) {
    if (!text.startsWith(prefix, i)) {
      return -1;
    }
    int end = run(text, i + prefix.length(), dots);
    return end - i - prefix.length() >= least ? end : -1;
  }

  /** Letters, digits, dash and underscore, and dots between them. */
  private static int run(String text, int from, boolean dots) {
    int end = from;
    while (end < text.length() && isOfKey(text, end, dots)) {
      end++;
    }
    return end;
  }

  private static boolean isOfKey(String text, int i, boolean dots) {
    char c = text.charAt(i);
    return Redaction.isWord(c)
        || c == '-'
        || dots && c == '.' && i + 1 < text.length() && Redaction.isWord(text.charAt(i + 1));
  }

  private static int privateKey(String text, int i) {
    int label = i + BEGIN.length();
    while (label < text.length() && label - i < 64 && isOfLabel(text.charAt(label))) {
      label++;
    }
    int header = label - "PRIVATE KEY".length();
    if (!text.startsWith("PRIVATE KEY-----", header)) {
      return -1;
    }
    int end = text.indexOf("-----END ", label);
    int close = end < 0 ? -1 : text.indexOf("-----", end + 9);
    return close < 0 ? text.length() : close + 5;
  }

  private static boolean isOfLabel(char c) {
    return c == ' ' || c >= 'A' && c <= 'Z';
  }

  /** {@code Bearer …}, {@code Basic …}: what follows is no word of a sentence. */
  private static int credentials(String text, int i) {
    int scheme =
        text.regionMatches(true, i, "bearer", 0, 6)
            ? i + 6
            : text.regionMatches(true, i, "basic", 0, 5) ? i + 5 : text.length();
    boolean follows = text.startsWith(" ", scheme) || text.startsWith("+", scheme);
    int from = scheme + (follows ? 1 : text.startsWith("%20", scheme) ? 3 : 0);
    if (from == scheme) {
      return -1;
    }
    boolean code = false;
    int end = from;
    for (; end < text.length(); end++) {
      char c = text.charAt(end);
      if (!Redaction.isWord(c) && "-.~+/=".indexOf(c) < 0) {
        break;
      }
      code |= c >= '0' && c <= '9' || end > from && (c >= 'A' && c <= 'Z' || c == '=');
    }
    return code && end - from >= 8 ? end : -1;
  }
}

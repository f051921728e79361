// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Takes out of a text what looks like a secret, and what could pretend to be another line: values
 * of names such as {@code password=…}, credentials of {@code Bearer} and {@code Basic}, passwords
 * in URLs, JSON web tokens, keys of clouds and services, private keys, card numbers, and e-mail
 * addresses if asked for. A password that stands in a sentence by itself stays: nothing tells what
 * it is.
 *
 * <p>One pass over the characters, without regular expressions: most begin nothing, which a table
 * says. A text with nothing in it is returned as it is, and nothing is allocated. The time is
 * linear in the length. Immutable.
 */
public final class Redaction {
  /** What stands in the place of a value whose name told that it is a secret. */
  public static final String REDACTED = "[redacted]";

  /** Longer than any part that has to be seen whole to be known: for who cuts a text afterwards. */
  public static final int MARGIN = 256;

  private static final Redaction STANDARD = new Redaction(false, List.of());

  private static final byte PLAIN = 0;
  private static final byte ASSIGNS = 1;
  private static final byte AT = 2;
  private static final byte DIGIT = 3;
  private static final byte STARTS = 4;
  private static final byte CONTROL = 5;
  private static final byte[] KINDS = kinds();

  private final boolean emails;
  private final SecretNames names;
  private final UnaryOperator<String> more;

  /**
   * @param emails whether e-mail addresses are taken out, too
   * @param names of more values that are secrets, whatever their case, dashes and underscores
   */
  public Redaction(boolean emails, Collection<String> names) {
    this(emails, names, UnaryOperator.identity());
  }

  /**
   * @param more takes out of a text what else is a secret, after all that is known here
   */
  public Redaction(boolean emails, Collection<String> names, UnaryOperator<String> more) {
    this.emails = emails;
    this.names = new SecretNames(names);
    this.more = more;
  }

  /** The one without options. */
  public static Redaction standard() {
    return STANDARD;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (int c = 0; c < 0x20; c++) {
      kinds[c] = CONTROL;
    }
    kinds[0x7f] = CONTROL;
    for (char c = '0'; c <= '9'; c++) {
      kinds[c] = DIGIT;
    }
    for (int i = 0; i < SecretShapes.FIRST.length(); i++) {
      kinds[SecretShapes.FIRST.charAt(i)] = STARTS;
    }
    kinds['='] = ASSIGNS;
    kinds[':'] = ASSIGNS;
    kinds['@'] = AT;
    return kinds;
  }

  /** Of a text that may have several lines: line feeds and tabs stay. */
  public String text(String text) {
    return more.apply(clean(text, true));
  }

  /** Of a text that shall be one line. */
  public String line(String text) {
    return more.apply(clean(text, false));
  }

  /** Of a value that has a name: all of it, if the name says so. */
  public String value(String name, String value) {
    return isSecret(name) && !value.isEmpty() ? REDACTED : line(value);
  }

  /**
   * Of a path, a query or an id: only what is a key or a token by its shape alone, as it stands in
   * a URL, where escapes are no letters.
   */
  public static String keys(String url) {
    Cleaned cleaned = null;
    int length = url.length();
    for (int i = 0; i < length; ) {
      char c = url.charAt(i);
      boolean starts =
          c < 128
              && KINDS[c] == STARTS
              && (isWordStart(url, i) || i > 2 && url.charAt(i - 3) == '%');
      int end = starts ? SecretShapes.end(url, i) : i;
      if (end <= i) {
        i++;
        continue;
      }
      if (cleaned == null) {
        cleaned = new Cleaned(url);
      }
      cleaned.replace(i, end, SecretShapes.replacement(url, i));
      i = end;
    }
    return cleaned == null ? url : cleaned.finish();
  }

  /** Whether values of this name are secrets. */
  public boolean isSecret(String name) {
    return names.has(name, 0, name.length());
  }

  private String clean(String text, boolean lines) {
    Cleaned cleaned = null;
    int length = text.length();
    for (int i = 0; i < length; ) {
      char c = text.charAt(i);
      byte kind = c < 128 ? KINDS[c] : ControlCharacters.isOne(c) ? CONTROL : PLAIN;
      if (kind == PLAIN || kind == CONTROL && lines && (c == '\n' || c == '\t')) {
        i++;
        continue;
      }
      int from = from(text, i, kind);
      int end = from < 0 ? i : end(text, i, from, kind);
      if (end <= i) {
        i = kind == DIGIT ? CardNumbers.groupEnd(text, i) : i + 1;
        continue;
      }
      if (cleaned == null) {
        cleaned = new Cleaned(text);
      }
      cleaned.replace(from, end, replacement(text, i, kind, end, lines));
      i = end;
    }
    return cleaned == null ? text : cleaned.finish();
  }

  /** Where that would begin which the character at {@code i} may be the sign of; or -1. */
  private int from(String text, int i, byte kind) {
    return switch (kind) {
      case ASSIGNS -> NamedValues.isAuthority(text, i) ? i + 3 : NamedValues.start(text, i, names);
      case AT -> emails ? Emails.start(text, i) : -1;
      case CONTROL -> i;
      default -> isWordStart(text, i) ? i : -1;
    };
  }

  /** Where it ends; not beyond {@code i} if it is nothing. */
  private static int end(String text, int i, int from, byte kind) {
    return switch (kind) {
      case ASSIGNS ->
          NamedValues.isAuthority(text, i)
              ? NamedValues.userInfoEnd(text, from)
              : NamedValues.end(text, from);
      case AT -> Emails.end(text, i);
      case DIGIT -> CardNumbers.end(text, i);
      case CONTROL -> ControlCharacters.end(text, i);
      default -> SecretShapes.end(text, i);
    };
  }

  private static String replacement(String text, int i, byte kind, int end, boolean lines) {
    return switch (kind) {
      case ASSIGNS -> REDACTED;
      case AT -> "[redacted e-mail]";
      case DIGIT -> "[redacted card]";
      case CONTROL -> ControlCharacters.replacement(text, i, end, lines);
      default -> SecretShapes.replacement(text, i);
    };
  }

  private static boolean isWordStart(String text, int i) {
    if (i == 0) {
      return true;
    }
    char before = text.charAt(i - 1);
    return !isWord(before) && before != '.';
  }

  static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }

  /** The text so far, from the first replacement on. */
  private static final class Cleaned {
    private final String text;
    private final StringBuilder out;
    private int done;

    Cleaned(String text) {
      this.text = text;
      this.out = new StringBuilder(text.length() + 16);
    }

    void replace(int from, int end, String replacement) {
      int start = Math.max(from, done);
      out.append(text, done, start).append(replacement);
      done = end;
    }

    String finish() {
      return out.append(text, done, text.length()).toString();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go's {@code printf} for the values that templates have. */
final class Printf {
  private static final int MAX_WIDTH = 1_000;
  private static final int MAX_TEXT = 1 << 20;

  private final String format;
  private final List<@Nullable Object> args;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next = 1;

  private Printf(String format, List<@Nullable Object> args) {
    this.format = format;
    this.args = args;
  }

  /** The format is the first argument. */
  static String format(List<@Nullable Object> args) throws TemplateException {
    Printf printf = new Printf(Arguments.string("printf", args, 0), args);
    printf.run();
    return printf.out.toString();
  }

  private void run() throws TemplateException {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c == '%') {
        directive();
      } else {
        out.append(c);
      }
      if (out.length() > MAX_TEXT) {
        throw new TemplateException("printf: text too long");
      }
    }
    if (next < args.size()) {
      out.append("%!(EXTRA ");
      for (int i = next; i < args.size(); i++) {
        Object value = args.get(i);
        out.append(i > next ? ", " : "").append(Values.kind(value)).append('=');
        out.append(Values.text(value));
      }
      out.append(')');
    }
  }

  private void directive() throws TemplateException {
    int flags = at;
    while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
      at++;
    }
    String flag = format.substring(flags, at);
    int width = number();
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      precision = Math.max(0, number());
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (next >= args.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      pad(convert(verb, flag, precision, args.get(next++)), flag, width);
    }
  }

  /** A width or precision, or -1 where there is none; bounded so that output stays small. */
  private int number() throws TemplateException {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Object value = next < args.size() ? args.get(next++) : null;
      if (value instanceof Long width && width >= 0 && width <= MAX_WIDTH) {
        return width.intValue();
      }
      throw new TemplateException("printf: bad width");
    }
    int value = -1;
    while (at < format.length() && Character.isDigit(format.charAt(at))) {
      value = Math.max(0, value) * 10 + Character.digit(format.charAt(at++), 10);
      if (value > MAX_WIDTH) {
        throw new TemplateException("printf: width or precision over " + MAX_WIDTH);
      }
    }
    return value;
  }

  private String convert(int verb, String flag, int precision, @Nullable Object value) {
    String sign = flag.contains("+") ? "+" : flag.contains(" ") ? " " : "";
    if (verb == 'T') {
      return Values.kind(value);
    }
    if (value instanceof Double number && "veEfFgG".indexOf(verb) >= 0) {
      return signed(floating(verb, precision, number), sign);
    }
    if (value instanceof Long number && "vdxXobcqU".indexOf(verb) >= 0) {
      return integer(verb, number, sign);
    }
    if (verb == 't' && value instanceof Boolean || verb == 'v') {
      return verb == 'v' && sign.isEmpty() ? Values.text(value) : signed(Values.text(value), "");
    }
    if ("sqxX".indexOf(verb) >= 0
        && !(value instanceof Number)
        && !(value instanceof Boolean)
        && value != null) {
      return string(verb, precision, Values.text(value));
    }
    String kind = value == null ? "<nil>" : Values.kind(value) + "=" + Values.text(value);
    return "%!" + Character.toString(verb) + "(" + kind + ")";
  }

  private static String floating(int verb, int precision, double number) {
    return switch (verb) {
      case 'f', 'F' -> Numbers.fixed(number, precision < 0 ? 6 : precision);
      case 'e', 'E' -> upper(verb, Numbers.exponential(number, precision < 0 ? 6 : precision));
      default ->
          upper(
              verb, precision < 0 ? Numbers.shortest(number) : Numbers.general(number, precision));
    };
  }

  private static String integer(int verb, long number, String sign) {
    return switch (verb) {
      case 'x' -> signed(Long.toString(number, 16), sign);
      case 'X' -> signed(Long.toString(number, 16).toUpperCase(java.util.Locale.ROOT), sign);
      case 'o' -> signed(Long.toString(number, 8), sign);
      case 'b' -> signed(Long.toString(number, 2), sign);
      case 'c', 'q', 'U' -> {
        boolean valid = number >= 0 && number <= Character.MAX_CODE_POINT;
        String character = valid ? Character.toString((int) number) : "\ufffd";
        yield verb == 'c'
            ? character
            : verb == 'q'
                ? "'" + character + "'"
                : "U+" + Long.toString(number, 16).toUpperCase(java.util.Locale.ROOT);
      }
      default -> signed(Long.toString(number), sign);
    };
  }

  private static String string(int verb, int precision, String text) {
    String cut =
        precision >= 0 && precision < text.codePointCount(0, text.length())
            ? text.substring(0, text.offsetByCodePoints(0, precision))
            : text;
    if (verb == 'q') {
      return quote(cut);
    }
    if (verb == 's') {
      return cut;
    }
    StringBuilder hex = new StringBuilder();
    for (byte b : cut.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return upper(verb, hex.toString());
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int simple = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
      if (simple >= 0) {
        quoted.append('\\').append("abfnrtv\\\"".charAt(simple));
      } else if (c < ' ' || c == 127) {
        quoted.append("\\x").append(Character.forDigit(c >> 4, 16));
        quoted.append(Character.forDigit(c & 15, 16));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String signed(String text, String sign) {
    boolean hasSign = text.startsWith("-") || text.startsWith("+");
    return sign.isEmpty() || hasSign ? text : sign + text;
  }

  private static String upper(int verb, String text) {
    return Character.isUpperCase(verb) ? text.toUpperCase(java.util.Locale.ROOT) : text;
  }

  private void pad(String text, String flag, int width) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      out.append(text);
    } else if (flag.contains("-")) {
      out.append(text).append(" ".repeat(missing));
    } else if (flag.contains("0")) {
      boolean sign = text.startsWith("-") || text.startsWith("+");
      out.append(sign ? text.substring(0, 1) : "").append("0".repeat(missing));
      out.append(sign ? text.substring(1) : text);
    } else {
      out.append(" ".repeat(missing)).append(text);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;
import java.util.Set;

/** Numbers and durations: where they end in a text and what they are worth. */
final class NumberSyntax {
  private static final String UNITS = "smhdwy";
  private static final long[] UNIT_MILLIS = {
    365L * 24 * 3600_000, 7L * 24 * 3600_000, 24L * 3600_000, 3600_000, 60_000, 1000, 1
  };
  private static final String[] UNIT_NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

  private static final Set<String> UNITS_KNOWN = Set.of(UNIT_NAMES);

  private NumberSyntax() {}

  /** The offset after the number that starts at an offset, or minus the offset of the error. */
  static int numberEnd(String text, int from) {
    int pos = from;
    boolean hex = text.startsWith("0x", from) || text.startsWith("0X", from);
    if (hex) {
      pos += 2;
    }
    boolean dot = false;
    boolean exponent = false;
    char previous = hex ? 'x' : '\0';
    while (pos < text.length()) {
      char c = text.charAt(pos);
      boolean e = !hex && (c == 'e' || c == 'E');
      if (Character.digit(c, hex ? 16 : 10) >= 0 && c < 0x80) {
        previous = '0';
      } else if (c == '_' && (previous == '0' || previous == 'x')) {
        previous = '_';
      } else if (c == '.' && !hex && !dot && previous != '_' && !exponent) {
        dot = true;
        previous = '.';
      } else if (e && !exponent && previous != '_') {
        exponent = true;
        previous = 'e';
        if (pos + 1 < text.length() && "+-".indexOf(text.charAt(pos + 1)) >= 0) {
          pos++;
        }
      } else {
        break;
      }
      pos++;
    }
    boolean complete = previous == '0' || previous == '.' && pos > from + 1;
    boolean ends = pos == text.length() || !isWordPart(text.charAt(pos));
    if (pos < text.length() && text.charAt(pos) == '.') {
      return -(pos + 1);
    }
    return complete && ends ? pos : -pos;
  }

  /** The offset after the duration that starts at an offset, or minus the offset of the error. */
  static int durationEnd(String text, int from) {
    int pos = from;
    while (true) {
      int digits = pos;
      while (pos < text.length() && Lexer.isDigit(text.charAt(pos))) {
        pos++;
      }
      if (pos == digits || pos == text.length() || UNITS.indexOf(text.charAt(pos)) < 0) {
        boolean letterTooMuch = pos == digits && pos < text.length();
        return -Math.max(from + 1, letterTooMuch ? pos + 1 : pos);
      }
      pos++;
      if (pos < text.length() && text.charAt(pos) == 's') {
        pos++;
      }
      if (pos == text.length() || !isWordPart(text.charAt(pos))) {
        return pos;
      }
    }
  }

  private static boolean isWordPart(char c) {
    return Lexer.isAlpha(c) || Lexer.isDigit(c);
  }

  /**
   * The value of a number as written.
   *
   * @throws NumberFormatException if it is not one
   */
  static double number(String text) {
    String plain = text.replace("_", "").toLowerCase(Locale.ROOT);
    switch (plain) {
      case "inf", "+inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf" -> {
        return Double.NEGATIVE_INFINITY;
      }
      case "nan", "+nan", "-nan" -> {
        return Double.NaN;
      }
      default -> {}
    }
    if (plain.startsWith("0x")) {
      return new BigInteger(plain.substring(2), 16).doubleValue();
    }
    if (plain.length() > 1 && plain.charAt(0) == '0' && isOctal(plain)) {
      return new BigInteger(plain, 8).doubleValue();
    }
    return decimal(plain);
  }

  /**
   * The value of a decimal number or an infinity.
   *
   * @throws NumberFormatException if it is not one
   */
  static double decimal(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    if (plain.equals("inf") || plain.equals("+inf") || plain.equals("-inf")) {
      return plain.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    char last = plain.isEmpty() ? ' ' : plain.charAt(plain.length() - 1);
    if (last == 'd' || last == 'f' || Lexer.isSpace(last)) {
      throw new NumberFormatException(text);
    }
    double value = Double.parseDouble(plain);
    if (Double.isInfinite(value)) {
      throw new NumberFormatException("parsing " + Quoting.quote(text) + ": value out of range");
    }
    return value;
  }

  /** A number as Go's {@code %.<digits>g} prints it. */
  static String formatDigits(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return format(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    BigDecimal plain = rounded.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    if (exponent >= -4 && exponent < digits) {
      return plain.toPlainString();
    }
    return exponential(value < 0, plain, exponent);
  }

  private static boolean isOctal(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '7') {
        return false;
      }
    }
    return true;
  }

  /**
   * The milliseconds of a duration as written: units from years to milliseconds, each once, in this
   * order.
   *
   * @throws IllegalArgumentException if it is not one; the message says why
   */
  static long durationMillis(String text) {
    long millis = 0;
    int unit = 0;
    int pos = 0;
    while (pos < text.length()) {
      int digits = pos;
      while (pos < text.length() && Lexer.isDigit(text.charAt(pos))) {
        pos++;
      }
      int letters = pos;
      while (pos < text.length() && !Lexer.isDigit(text.charAt(pos))) {
        pos++;
      }
      String name = text.substring(letters, pos);
      while (unit < UNIT_NAMES.length && !UNIT_NAMES[unit].equals(name)) {
        unit++;
      }
      if (!UNITS_KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "unknown unit " + Quoting.quote(name) + " in duration " + Quoting.quote(text));
      }
      if (unit == UNIT_NAMES.length || letters == digits) {
        throw new IllegalArgumentException("not a valid duration string: " + Quoting.quote(text));
      }
      millis = add(millis, text.substring(digits, letters), UNIT_MILLIS[unit++]);
    }
    return millis;
  }

  private static long add(long millis, String count, long unit) {
    try {
      long sum = Math.addExact(millis, Math.multiplyExact(Long.parseLong(count), unit));
      if (sum > Long.MAX_VALUE / 1_000_000) {
        throw new IllegalArgumentException("duration out of range");
      }
      return sum;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("duration out of range", e);
    }
  }

  /** A duration as Prometheus prints it: {@code 1h30m}; {@code 0s} for none. */
  static String formatMillis(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder();
    long rest = millis;
    for (int i = 0; i < UNIT_NAMES.length; i++) {
      boolean exact = i < 3;
      if (exact && rest % UNIT_MILLIS[i] != 0) {
        continue;
      }
      long count = rest / UNIT_MILLIS[i];
      if (count > 0) {
        out.append(count).append(UNIT_NAMES[i]);
        rest -= count * UNIT_MILLIS[i];
      }
    }
    return out.toString();
  }

  /** A number as Prometheus prints it in an expression and as a label value. */
  static String format(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** A number as Go's {@code %g} prints it. */
  static String formatShort(double value) {
    String plain = format(value);
    double size = Math.abs(value);
    if (Double.isNaN(value) || Double.isInfinite(value) || size == 0) {
      return plain;
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 21) {
      return plain;
    }
    return exponential(value < 0, decimal, exponent);
  }

  private static String exponential(boolean negative, BigDecimal decimal, int exponent) {
    String digits = decimal.unscaledValue().abs().toString();
    String sign = negative ? "-" : "";
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
  }
}

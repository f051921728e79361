// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Characters to words. */
final class Lexer {
  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    SIGN,
    END
  }

  /**
   * @param number of a number, in seconds where it has a unit of time
   */
  record Token(Kind kind, String text, double number, int offset) {
    boolean is(String sign) {
      return kind != Kind.TEXT && text.equals(sign);
    }
  }

  private static final List<String> SIGNS =
      List.of("==", "!=", "<=", ">=", "&&", "||", "<", ">", "?", ":", "(", ")", ".", ",", "!", "-");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) throws ExprException {
    Lexer lexer = new Lexer(text);
    lexer.read();
    return lexer.tokens;
  }

  private void read() throws ExprException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '\'' || c == '"') {
        readText(c);
      } else if (c >= '0' && c <= '9') {
        readNumber();
      } else if (Character.isJavaIdentifierStart(c)) {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
          at++;
        }
        tokens.add(new Token(Kind.NAME, text.substring(start, at), 0, start));
      } else {
        readSign();
      }
    }
    tokens.add(new Token(Kind.END, "", 0, at));
  }

  private void readSign() throws ExprException {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        tokens.add(new Token(Kind.SIGN, sign, 0, at));
        at += sign.length();
        return;
      }
    }
    String hint = text.charAt(at) == '=' ? "; equal is ==" : "";
    throw new ExprException(at, "unexpected '" + text.charAt(at) + "'" + hint);
  }

  private void readText(char quote) throws ExprException {
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw new ExprException(at, "a text without its closing " + quote);
    }
    tokens.add(new Token(Kind.TEXT, text.substring(at + 1, end), 0, at));
    at = end + 1;
  }

  private void readNumber() throws ExprException {
    int start = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String digits = text.substring(start, at);
    int unitStart = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    String unit = text.substring(unitStart, at).toLowerCase(Locale.ROOT);
    double factor =
        switch (unit) {
          case "", "s" -> 1;
          case "us" -> 1e-6;
          case "ms" -> 1e-3;
          case "m" -> 60;
          case "h" -> 3600;
          default ->
              throw new ExprException(
                  unitStart, "unknown unit '" + unit + "'; a time is in us, ms, s, m or h");
        };
    try {
      double number = Double.parseDouble(digits) * factor;
      tokens.add(new Token(Kind.NUMBER, text.substring(start, at), number, start));
    } catch (NumberFormatException e) {
      throw new ExprException(start, "'" + digits + "' is no number");
    }
  }
}

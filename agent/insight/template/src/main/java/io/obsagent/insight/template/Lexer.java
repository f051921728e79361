// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import io.obsagent.insight.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits a template into text and the tokens of its actions. */
final class Lexer {
  private final String name;
  private final String input;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private boolean trimNextText;

  private Lexer(String name, String input) {
    this.name = name;
    this.input = input;
  }

  static List<Token> tokens(String name, String input) throws TemplateException {
    Lexer lexer = new Lexer(name, input);
    lexer.run();
    return lexer.tokens;
  }

  private void run() throws TemplateException {
    while (true) {
      int open = input.indexOf("{{", position);
      boolean trimBefore = open >= 0 && trimsAfter(open + 2);
      text(open < 0 ? input.length() : open, trimBefore);
      if (open < 0) {
        add(Kind.END, "", false);
        return;
      }
      position = open + (trimBefore ? 3 : 2);
      if (!comment()) {
        add(Kind.OPEN, "{{", false);
        action();
      }
    }
  }

  private void text(int end, boolean trimRight) {
    String raw = input.substring(position, end);
    String text = trimNextText ? raw.stripLeading() : raw;
    if (trimRight) {
      text = text.stripTrailing();
    }
    trimNextText = false;
    if (!text.isEmpty()) {
      add(Kind.TEXT, text, false);
    }
    advance(end);
  }

  private boolean trimsAfter(int at) {
    return at + 1 < input.length() && input.charAt(at) == '-' && isSpace(input.charAt(at + 1));
  }

  private boolean comment() throws TemplateException {
    int at = position;
    while (at < input.length() && isSpace(input.charAt(at))) {
      at++;
    }
    if (!input.startsWith("/*", at)) {
      return false;
    }
    int end = input.indexOf("*/", at + 2);
    if (end < 0) {
      throw error("unclosed comment");
    }
    advance(end + 2);
    skipSpace();
    if (!close()) {
      throw error("comment ends before closing delimiter");
    }
    return true;
  }

  /** Consumes the closing delimiter if it is next. */
  private boolean close() {
    if (input.startsWith("}}", position)) {
      position += 2;
      return true;
    }
    boolean afterSpace = position > 0 && isSpace(input.charAt(position - 1));
    if (afterSpace && input.startsWith("-}}", position)) {
      position += 3;
      trimNextText = true;
      return true;
    }
    return false;
  }

  private void action() throws TemplateException {
    while (true) {
      boolean spaced = skipSpace();
      if (position >= input.length()) {
        throw error("unclosed action");
      }
      if (close()) {
        add(Kind.CLOSE, "}}", spaced);
        return;
      }
      token(spaced);
    }
  }

  private boolean skipSpace() {
    int at = position;
    while (at < input.length() && isSpace(input.charAt(at))) {
      at++;
    }
    boolean moved = at > position;
    advance(at);
    return moved;
  }

  private void token(boolean spaced) throws TemplateException {
    char c = input.charAt(position);
    switch (c) {
      case '|' -> symbol(Kind.PIPE, 1, spaced);
      case '(' -> symbol(Kind.LEFT_PAREN, 1, spaced);
      case ')' -> symbol(Kind.RIGHT_PAREN, 1, spaced);
      case ',' -> symbol(Kind.COMMA, 1, spaced);
      case '=' -> symbol(Kind.ASSIGN, 1, spaced);
      case ':' -> {
        if (!input.startsWith(":=", position)) {
          throw error("expected :=");
        }
        symbol(Kind.DECLARE, 2, spaced);
      }
      case '"' -> add(Kind.STRING, quoted('"'), spaced);
      case '\'' -> add(Kind.CHARACTER, quoted('\''), spaced);
      case '`' -> add(Kind.STRING, raw(), spaced);
      default -> word(c, spaced);
    }
  }

  private void symbol(Kind kind, int length, boolean spaced) {
    add(kind, input.substring(position, position + length), spaced);
    position += length;
  }

  private void word(char c, boolean spaced) throws TemplateException {
    char next = position + 1 < input.length() ? input.charAt(position + 1) : ' ';
    boolean signed = (c == '-' || c == '+') && (isDigit(next) || next == '.');
    if (isDigit(c) || signed || c == '.' && isDigit(next)) {
      add(Kind.NUMBER, number(), spaced);
    } else if (c == '.') {
      String field = letters(position + 1);
      position += 1 + field.length();
      add(field.isEmpty() ? Kind.DOT : Kind.FIELD, field, spaced);
    } else if (c == '$') {
      String variable = letters(position + 1);
      position += 1 + variable.length();
      add(Kind.VARIABLE, "$" + variable, spaced);
    } else if (c == '_' || Character.isLetter(c)) {
      String identifier = letters(position);
      position += identifier.length();
      add(Kind.IDENTIFIER, identifier, spaced);
    } else {
      throw error("unexpected character '" + (isSpace(c) || c < ' ' ? "\\" + (int) c : c) + "'");
    }
  }

  private String letters(int from) {
    int at = from;
    while (at < input.length()
        && (input.charAt(at) == '_' || Character.isLetterOrDigit(input.charAt(at)))) {
      at++;
    }
    return input.substring(from, at);
  }

  private String number() {
    int at = position + 1;
    while (at < input.length()) {
      char c = input.charAt(at);
      boolean exponentSign =
          (c == '+' || c == '-') && (input.charAt(at - 1) == 'e' || input.charAt(at - 1) == 'E');
      if (!isDigit(c) && c != '.' && c != '_' && !Character.isLetter(c) && !exponentSign) {
        break;
      }
      at++;
    }
    String number = input.substring(position, at);
    position = at;
    return number;
  }

  private String raw() throws TemplateException {
    int end = input.indexOf('`', position + 1);
    if (end < 0) {
      throw error("unterminated raw quoted string");
    }
    String text = input.substring(position + 1, end);
    advance(end + 1);
    return text;
  }

  private String quoted(char quote) throws TemplateException {
    StringBuilder text = new StringBuilder();
    int at = position + 1;
    while (at < input.length() && input.charAt(at) != quote && input.charAt(at) != '\n') {
      char c = input.charAt(at++);
      if (c == '\\') {
        at = escape(at, text);
      } else {
        text.append(c);
      }
    }
    if (at >= input.length() || input.charAt(at) != quote) {
      throw error(quote == '"' ? "unterminated quoted string" : "unterminated character constant");
    }
    position = at + 1;
    return text.toString();
  }

  private int escape(int at, StringBuilder text) throws TemplateException {
    if (at >= input.length()) {
      throw error("unterminated quoted string");
    }
    char c = input.charAt(at);
    int simple = "abfnrtv\\\"'".indexOf(c);
    if (simple >= 0) {
      text.append("\u0007\b\f\n\r\t\u000b\\\"'".charAt(simple));
      return at + 1;
    }
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    int start = digits == 0 ? at : at + 1;
    int length = digits == 0 ? 3 : digits;
    try {
      String number = input.substring(start, start + length);
      text.appendCodePoint(Integer.parseInt(number, digits == 0 ? 8 : 16));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw error("invalid escape \\" + c + " in a string");
    }
    return start + length;
  }

  private void advance(int end) {
    for (int i = position; i < end; i++) {
      if (input.charAt(i) == '\n') {
        line++;
      }
    }
    position = end;
  }

  private void add(Kind kind, String text, boolean spaced) {
    tokens.add(new Token(kind, text, line, spaced));
  }

  private TemplateException error(String message) {
    return new TemplateException("template: " + name + ":" + line + ": " + message);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

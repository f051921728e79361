// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import com.google.re2j.PatternSyntaxException;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.LabelMatcher.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * Alertmanager's matchers: {@code {a="x", "b c"=~"y|z", d!=w}} with or without braces; names and
 * values quoted or not, any UTF-8.
 */
public final class MatcherParser {
  private static final int MAX_LENGTH = 4_096;

  private final String input;
  private int at;

  private MatcherParser(String input) {
    this.input = input;
  }

  /**
   * @throws IllegalArgumentException with what is wrong and where
   */
  public static List<LabelMatcher> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("matchers longer than " + MAX_LENGTH + " characters");
    }
    return new MatcherParser(text).matchers();
  }

  public static String format(LabelMatcher matcher) {
    String name = matcher.name();
    boolean plain = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      plain &= letter || i > 0 && c >= '0' && c <= '9';
    }
    return (plain ? name : quote(name)) + matcher.op().symbol() + quote(matcher.value());
  }

  public static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private List<LabelMatcher> matchers() {
    skipSpace();
    boolean braces = accept('{');
    List<LabelMatcher> matchers = new ArrayList<>();
    skipSpace();
    while (at < input.length() && !(braces && input.charAt(at) == '}')) {
      matchers.add(matcher(braces));
      skipSpace();
      if (at < input.length() && !(braces && input.charAt(at) == '}')) {
        if (!accept(',')) {
          throw error("expected a comma");
        }
        skipSpace();
      }
    }
    if (braces && !accept('}')) {
      throw error("expected }");
    }
    skipSpace();
    if (at < input.length()) {
      throw error("unexpected text after the matchers");
    }
    return matchers;
  }

  private LabelMatcher matcher(boolean braces) {
    String name = atQuote() ? quoted() : bareName();
    if (name.isEmpty()) {
      throw error("expected a label name");
    }
    skipSpace();
    Op op = op();
    skipSpace();
    String value = atQuote() ? quoted() : bareValue(braces);
    try {
      return new LabelMatcher(op, name, value);
    } catch (PatternSyntaxException e) {
      throw error("'" + value + "' is not a regular expression: " + e.getMessage());
    }
  }

  private boolean atQuote() {
    return at < input.length() && input.charAt(at) == '"';
  }

  private String bareName() {
    int start = at;
    while (at < input.length() && "{}!=~,\\\"'` \t\r\n".indexOf(input.charAt(at)) < 0) {
      at++;
    }
    return input.substring(start, at);
  }

  private Op op() {
    for (Op op : new Op[] {Op.REGEX, Op.NOT_REGEX, Op.NOT_EQUAL, Op.EQUAL}) {
      if (input.startsWith(op.symbol(), at)) {
        at += op.symbol().length();
        return op;
      }
    }
    throw error("expected =, !=, =~ or !~");
  }

  private String bareValue(boolean braces) {
    int start = at;
    while (at < input.length() && input.charAt(at) != ',') {
      if (input.charAt(at) == '"') {
        throw error("a quote inside a value that does not begin with one");
      }
      if (braces && input.charAt(at) == '}' && input.indexOf('}', at + 1) < 0) {
        break;
      }
      at++;
    }
    return input.substring(start, at).strip();
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < input.length() && input.charAt(at) != '"') {
      char c = input.charAt(at++);
      if (c == '\\' && at < input.length()) {
        char escaped = input.charAt(at++);
        // An escape that means nothing keeps its backslash, as in a regular expression \d.
        text.append(
            switch (escaped) {
              case 'n' -> "\n";
              case 't' -> "\t";
              case '"' -> "\"";
              case '\\' -> "\\";
              default -> "\\" + escaped;
            });
      } else {
        text.append(c);
      }
    }
    if (!accept('"')) {
      throw error("missing closing quote");
    }
    return text.toString();
  }

  private boolean accept(char c) {
    if (at < input.length() && input.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < input.length() && " \t\r\n".indexOf(input.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException error(String message) {
    return new IllegalArgumentException(
        "matcher '" + input + "', character " + (at + 1) + ": " + message);
  }
}

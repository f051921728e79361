// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import com.google.re2j.PatternSyntaxException;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.List;

/** Parses {@code name{label="value", …}}. */
final class SelectorParser {
  private final TokenStream tokens;

  SelectorParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** Whether a token can be a metric name before the braces. */
  static boolean isMetricName(Token token) {
    return switch (token.type()) {
      case IDENTIFIER,
          METRIC_IDENTIFIER,
          AGGREGATOR,
          BY,
          WITHOUT,
          OFFSET,
          ANCHORED,
          SMOOTHED,
          FILL,
          FILL_LEFT,
          FILL_RIGHT ->
          true;
      case OPERATOR -> isSetWord(token);
      default -> token.type().kind() == TokenType.Kind.PREPROCESSOR;
    };
  }

  private static boolean isSetWord(Token token) {
    BinaryOp op = token.operator();
    return op != null && op.isSet();
  }

  /** Whether a token can be a label name in a grouping. */
  static boolean isLabelName(Token token) {
    return isMetricName(token)
        || token.type().kind() == TokenType.Kind.KEYWORD
        || token.operator() == BinaryOp.ATAN2;
  }

  Expr.VectorSelector parse() {
    Token first = tokens.peek();
    String name = "";
    List<LabelMatcher> matchers = new ArrayList<>();
    int end = first.end();
    if (isMetricName(first)) {
      name = tokens.next().text();
    } else if (!tokens.at(TokenType.LEFT_BRACE)) {
      throw tokens.unexpected("", "");
    }
    if (tokens.accept(TokenType.LEFT_BRACE)) {
      matchers(matchers);
      end = tokens.lastClosing();
    }
    if (!name.isEmpty()) {
      matchers.add(LabelMatcher.equal(Labels.METRIC_NAME, name));
    }
    return new Expr.VectorSelector(
        name, matchers, TimeShift.NONE, RangeBoundary.NONE, first.position().until(end));
  }

  private void matchers(List<LabelMatcher> into) {
    while (!tokens.accept(TokenType.RIGHT_BRACE)) {
      into.add(matcher());
      if (tokens.at(TokenType.RIGHT_BRACE)) {
        continue;
      }
      tokens.expect(TokenType.COMMA, "label matching", "\",\" or \"}\"");
    }
  }

  private LabelMatcher matcher() {
    Token token = tokens.peek();
    boolean quoted = token.type() == TokenType.STRING;
    if (!quoted && token.type() != TokenType.IDENTIFIER) {
      throw tokens.unexpected("label matching", "identifier or \"}\"");
    }
    tokens.next();
    String name = quoted ? Quoting.unquote(token.text()) : token.text();
    if (quoted && (tokens.at(TokenType.COMMA) || tokens.at(TokenType.RIGHT_BRACE))) {
      return LabelMatcher.equal(Labels.METRIC_NAME, name);
    }
    LabelMatcher.Op op = operator(quoted);
    if (!tokens.at(TokenType.STRING)) {
      throw tokens.unexpected("label matching", "string");
    }
    String value = Quoting.unquote(tokens.next().text());
    try {
      return new LabelMatcher(op, name, value);
    } catch (PatternSyntaxException e) {
      throw tokens.error(token.start(), e.getMessage());
    }
  }

  private LabelMatcher.Op operator(boolean quoted) {
    LabelMatcher.Op op =
        switch (tokens.peek().type()) {
          case ASSIGN -> LabelMatcher.Op.EQUAL;
          case REGEX -> LabelMatcher.Op.REGEX;
          case NOT_REGEX -> LabelMatcher.Op.NOT_REGEX;
          case OPERATOR -> LabelMatcher.Op.NOT_EQUAL;
          default ->
              throw tokens.unexpected(
                  "label matching", quoted ? "\",\" or \"}\"" : "label matching operator");
        };
    tokens.next();
    return op;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A token; the text of an {@link TokenType#ERROR} is the message.
 *
 * @param start offset of its first character
 * @param line its line, from one
 * @param column its column, from one, in bytes of UTF-8
 */
record Token(TokenType type, String text, int start, int line, int column) {
  int end() {
    return start + text.length();
  }

  Position position() {
    return new Position(start, end(), line, column);
  }

  /** The binary operator that the token is, or null. */
  @Nullable BinaryOp operator() {
    if (type != TokenType.OPERATOR) {
      return null;
    }
    return TokenType.operator(text.toLowerCase(Locale.ROOT));
  }

  /** The aggregation operator that the token is, or null. */
  @Nullable Aggregator aggregator() {
    if (type != TokenType.AGGREGATOR) {
      return null;
    }
    return TokenType.aggregator(text.toLowerCase(Locale.ROOT));
  }

  /** How a message names the token. */
  String describe() {
    return switch (type.kind()) {
      case SPECIAL -> type.symbol();
      case NAMED -> type.symbol() + " " + quoted();
      case KEYWORD -> "<" + text + ">";
      case OPERATOR -> "<op:" + text + ">";
      case AGGREGATOR -> "<aggr:" + text + ">";
      case PUNCTUATION, PREPROCESSOR -> quoted();
    };
  }

  private String quoted() {
    boolean name = type == TokenType.IDENTIFIER || type == TokenType.METRIC_IDENTIFIER;
    if (!name && text.length() > 10) {
      return Quoting.quote(
              text.substring(
                  0,
                  text.offsetByCodePoints(0, Math.min(10, text.codePointCount(0, text.length())))))
          + "...";
    }
    return Quoting.quote(text);
  }
}

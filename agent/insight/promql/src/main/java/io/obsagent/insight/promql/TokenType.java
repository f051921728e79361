// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a token is. */
enum TokenType {
  EOF("end of input", Kind.SPECIAL),
  ERROR("error", Kind.SPECIAL),
  IDENTIFIER("identifier", Kind.NAMED),
  METRIC_IDENTIFIER("metric identifier", Kind.NAMED),
  STRING("string", Kind.NAMED),
  NUMBER("number", Kind.NAMED),
  DURATION("duration", Kind.NAMED),
  LEFT_PAREN("(", Kind.PUNCTUATION),
  RIGHT_PAREN(")", Kind.PUNCTUATION),
  LEFT_BRACE("{", Kind.PUNCTUATION),
  RIGHT_BRACE("}", Kind.PUNCTUATION),
  LEFT_BRACKET("[", Kind.PUNCTUATION),
  RIGHT_BRACKET("]", Kind.PUNCTUATION),
  COMMA(",", Kind.PUNCTUATION),
  COLON(":", Kind.PUNCTUATION),
  ASSIGN("=", Kind.PUNCTUATION),
  REGEX("=~", Kind.OPERATOR),
  NOT_REGEX("!~", Kind.OPERATOR),
  AT("@", Kind.OPERATOR),
  TRIM_UPPER("</", Kind.OPERATOR),
  TRIM_LOWER(">/", Kind.OPERATOR),
  OPERATOR("", Kind.OPERATOR),
  AGGREGATOR("", Kind.AGGREGATOR),
  OFFSET("offset", Kind.KEYWORD),
  SMOOTHED("smoothed", Kind.KEYWORD),
  ANCHORED("anchored", Kind.KEYWORD),
  BY("by", Kind.KEYWORD),
  WITHOUT("without", Kind.KEYWORD),
  ON("on", Kind.KEYWORD),
  IGNORING("ignoring", Kind.KEYWORD),
  GROUP_LEFT("group_left", Kind.KEYWORD),
  GROUP_RIGHT("group_right", Kind.KEYWORD),
  FILL("fill", Kind.KEYWORD),
  FILL_LEFT("fill_left", Kind.KEYWORD),
  FILL_RIGHT("fill_right", Kind.KEYWORD),
  BOOL("bool", Kind.KEYWORD),
  START("start", Kind.PREPROCESSOR),
  END("end", Kind.PREPROCESSOR),
  STEP("step", Kind.PREPROCESSOR),
  RANGE("range", Kind.PREPROCESSOR),
  MAX_OF("max_of", Kind.PREPROCESSOR),
  MIN_OF("min_of", Kind.PREPROCESSOR);

  /** How a message names a token of the type. */
  enum Kind {
    SPECIAL,
    NAMED,
    PUNCTUATION,
    OPERATOR,
    AGGREGATOR,
    KEYWORD,
    PREPROCESSOR
  }

  private static final Map<String, TokenType> KEYWORDS = new HashMap<>();
  private static final Map<String, BinaryOp> OPERATORS = new HashMap<>();
  private static final Map<String, Aggregator> AGGREGATORS = new HashMap<>();

  static {
    for (TokenType type : values()) {
      if (type.kind == Kind.KEYWORD || type.kind == Kind.PREPROCESSOR) {
        KEYWORDS.put(type.symbol, type);
      }
    }
    for (BinaryOp op : BinaryOp.values()) {
      OPERATORS.put(op.symbol(), op);
      if (Character.isLetter(op.symbol().charAt(0))) {
        KEYWORDS.put(op.symbol(), OPERATOR);
      }
    }
    for (Aggregator aggregator : Aggregator.values()) {
      AGGREGATORS.put(aggregator.symbol(), aggregator);
      KEYWORDS.put(aggregator.symbol(), AGGREGATOR);
    }
    KEYWORDS.put("inf", NUMBER);
    KEYWORDS.put("nan", NUMBER);
  }

  private final String symbol;
  private final Kind kind;

  TokenType(String symbol, Kind kind) {
    this.symbol = symbol;
    this.kind = kind;
  }

  String symbol() {
    return symbol;
  }

  Kind kind() {
    return kind;
  }

  /** The type of a word in lower case, or null if it is a name. */
  static @Nullable TokenType keyword(String lowerCase) {
    return KEYWORDS.get(lowerCase);
  }

  static @Nullable BinaryOp operator(String lowerCase) {
    return OPERATORS.get(lowerCase);
  }

  static @Nullable Aggregator aggregator(String lowerCase) {
    return AGGREGATORS.get(lowerCase);
  }
}

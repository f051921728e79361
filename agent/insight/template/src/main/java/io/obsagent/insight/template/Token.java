// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

/**
 * @param text the token's meaning: for strings without quotes and escapes
 * @param spaced whether white space stands before it
 */
record Token(Kind kind, String text, int line, boolean spaced) {
  enum Kind {
    TEXT,
    OPEN,
    CLOSE,
    DOT,
    FIELD,
    VARIABLE,
    IDENTIFIER,
    STRING,
    CHARACTER,
    NUMBER,
    PIPE,
    LEFT_PAREN,
    RIGHT_PAREN,
    DECLARE,
    ASSIGN,
    COMMA,
    END
  }
}

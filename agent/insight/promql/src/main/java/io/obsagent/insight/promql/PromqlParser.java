// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import java.util.List;

/** Turns text into expressions. Stateless. */
public final class PromqlParser {
  private PromqlParser() {}

  /**
   * @throws ParseException if the text is not a well-formed, well-typed expression
   * @throws NotSupportedException if it uses a part of the language that is left out
   */
  public static Expr parse(String input) {
    TokenStream tokens = new TokenStream(input);
    if (tokens.at(TokenType.EOF)) {
      throw new ParseException("", 0, "no expression found in input");
    }
    Expr expr = new ExprParser(tokens).parse();
    if (!tokens.at(TokenType.EOF)) {
      throw tokens.unexpected("", "");
    }
    new TypeCheck(input).check(expr);
    return expr;
  }

  /**
   * The matchers of one series selector, as the {@code match[]} parameter of the query API holds;
   * they may be such that all series fulfil them.
   *
   * @throws ParseException if the text is not one
   */
  public static List<LabelMatcher> parseSelector(String input) {
    TokenStream tokens = new TokenStream(input);
    Expr.VectorSelector selector = new SelectorParser(tokens).parse();
    if (!tokens.at(TokenType.EOF)) {
      throw tokens.unexpected("", "");
    }
    return selector.matchers();
  }
}

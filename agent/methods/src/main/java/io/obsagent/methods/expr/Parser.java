// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

import io.obsagent.methods.expr.Expr.Argument;
import io.obsagent.methods.expr.Expr.Call;
import io.obsagent.methods.expr.Expr.Comparison;
import io.obsagent.methods.expr.Expr.Conditional;
import io.obsagent.methods.expr.Expr.Literal;
import io.obsagent.methods.expr.Expr.Logical;
import io.obsagent.methods.expr.Expr.Member;
import io.obsagent.methods.expr.Expr.Not;
import io.obsagent.methods.expr.Expr.Root;
import io.obsagent.methods.expr.Lexer.Kind;
import io.obsagent.methods.expr.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words to a tree, by recursive descent:
 *
 * <pre>
 *   expression = or [ "?" expression ":" expression ]
 *   or         = and { "or" and }
 *   and        = not { "and" not }
 *   not        = { "not" } comparison
 *   comparison = value [ ( "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) value ]
 *   value      = literal | function "(" expression { "," number } ")" | path | "(" expression ")"
 *   path       = ( "argN" | "this" | "result" | "thrown" | "duration" ) { "." name }
 * </pre>
 */
public final class Parser {
  /** Characters of an expression. */
  public static final int MAX_LENGTH = 1_000;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_ARGUMENT = 254;

  private static final Map<String, Root> ROOTS =
      Map.of(
          "this", Root.THIS,
          "result", Root.RESULT,
          "thrown", Root.THROWN,
          "duration", Root.DURATION);

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final String FUNCTIONS = "hash, lower, substring";

  private final List<Token> tokens;
  private int at;
  private int depth;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * @throws ExprException with what is wrong, and where
   */
  public static Expr parse(String text) throws ExprException {
    if (text.length() > MAX_LENGTH) {
      throw new ExprException(
          MAX_LENGTH, "an expression has at most " + MAX_LENGTH + " characters");
    }
    Parser parser = new Parser(Lexer.tokens(text));
    Expr whole = parser.expression();
    if (parser.token().kind() != Kind.END) {
      throw parser.unexpected("the end");
    }
    return whole;
  }

  private Token token() {
    return tokens.get(at);
  }

  private boolean take(String... words) {
    for (String word : words) {
      if (token().is(word)) {
        at++;
        return true;
      }
    }
    return false;
  }

  private void need(String sign) throws ExprException {
    if (!take(sign)) {
      throw unexpected("'" + sign + "'");
    }
  }

  private ExprException unexpected(String wanted) {
    Token found = token();
    String what = found.kind() == Kind.END ? "the end" : "'" + found.text() + "'";
    return new ExprException(found.offset(), "expected " + wanted + ", not " + what);
  }

  private Expr expression() throws ExprException {
    if (++depth > MAX_DEPTH) {
      throw new ExprException(token().offset(), "nested too deeply");
    }
    Expr test = or();
    if (take("?")) {
      Expr then = expression();
      need(":");
      test = new Conditional(test, then, expression());
    }
    depth--;
    return test;
  }

  private Expr or() throws ExprException {
    Expr left = and();
    while (take("or", "||")) {
      left = new Logical(false, left, and());
    }
    return left;
  }

  private Expr and() throws ExprException {
    Expr left = not();
    while (take("and", "&&")) {
      left = new Logical(true, left, not());
    }
    return left;
  }

  private Expr not() throws ExprException {
    boolean odd = false;
    while (take("not", "!")) {
      odd = !odd;
    }
    Expr inner = comparison();
    return odd ? new Not(inner) : inner;
  }

  private Expr comparison() throws ExprException {
    Expr left = value();
    String operator = token().text();
    if (token().kind() != Kind.SIGN || !COMPARISONS.contains(operator)) {
      return left;
    }
    at++;
    return new Comparison(operator, left, value());
  }

  private Expr value() throws ExprException {
    Token first = token();
    at++;
    switch (first.kind()) {
      case TEXT -> {
        return new Literal(first.text());
      }
      case NUMBER -> {
        return new Literal(first.number());
      }
      case NAME -> {
        return named(first);
      }
      default -> {
        if (first.is("(")) {
          Expr inner = expression();
          need(")");
          return inner;
        }
        if (first.is("-") && token().kind() == Kind.NUMBER) {
          return new Literal(-tokens.get(at++).number());
        }
        at--;
        throw unexpected("a value");
      }
    }
  }

  private Expr named(Token first) throws ExprException {
    switch (first.text()) {
      case "true", "false" -> {
        return new Literal(Boolean.valueOf(first.text()));
      }
      case "null" -> {
        return new Literal(null);
      }
      default -> {
        return token().is("(") ? call(first) : path(first);
      }
    }
  }

  private Expr call(Token function) throws ExprException {
    String name = function.text();
    if (!List.of(FUNCTIONS.split(", ")).contains(name)) {
      throw new ExprException(
          function.offset(), "no function '" + name + "'; there are " + FUNCTIONS);
    }
    need("(");
    Expr of = expression();
    List<Integer> numbers = new ArrayList<>();
    while (take(",")) {
      Token number = token();
      if (number.kind() != Kind.NUMBER || number.number() != (int) number.number()) {
        throw unexpected("a whole number");
      }
      numbers.add((int) number.number());
      at++;
    }
    boolean fits = name.equals("substring") ? numbers.size() % 3 != 0 : numbers.isEmpty();
    if (!fits || numbers.size() > 2) {
      throw new ExprException(
          function.offset(),
          name.equals("substring")
              ? "substring takes a text, where it begins and perhaps where it ends"
              : name + " takes one value");
    }
    need(")");
    return new Call(name, of, List.copyOf(numbers));
  }

  private Expr path(Token first) throws ExprException {
    Expr path = root(first);
    while (take(".")) {
      Token name = token();
      if (name.kind() != Kind.NAME) {
        throw unexpected("a name");
      }
      at++;
      if (token().is("(")) {
        throw new ExprException(
            name.offset(),
            "methods are not called; a getter is read by its name: getTotal() is total");
      }
      if (path == Root.DURATION) {
        throw new ExprException(name.offset(), "duration is a number of seconds");
      }
      path = new Member(path, name.text());
    }
    return path;
  }

  private static Expr root(Token first) throws ExprException {
    String name = first.text();
    Root root = ROOTS.get(name);
    if (root != null) {
      return root;
    }
    if (name.matches("arg\\d{1,3}") && Integer.parseInt(name.substring(3)) <= MAX_ARGUMENT) {
      return new Argument(Integer.parseInt(name.substring(3)));
    }
    throw new ExprException(
        first.offset(),
        "unknown name '"
            + name
            + "'; a path begins with arg0, arg1 …, this, result, thrown or duration, and a text"
            + " stands in quotes");
  }
}

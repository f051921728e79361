// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import io.obsagent.insight.template.Node.Command;
import io.obsagent.insight.template.Node.Operand;
import io.obsagent.insight.template.Node.Pipeline;
import io.obsagent.insight.template.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recursive descent over the tokens of one template text. */
final class Parser {
  private static final int MAX_DEPTH = 100;
  private static final Set<String> PREDEFINED =
      Set.of("$", "$labels", "$value", "$externalLabels", "$externalURL");

  private final String name;
  private final List<Token> tokens;
  private final Map<String, List<Node>> definitions = new HashMap<>();
  private final List<String> variables = new ArrayList<>();
  private int position;
  private int depth;
  private int loops;

  private Parser(String name, List<Token> tokens) {
    this.name = name;
    this.tokens = tokens;
  }

  /** What a text holds: its own nodes, and the templates that it defines. */
  record Parsed(List<Node> root, Map<String, List<Node>> definitions) {}

  static Parsed parse(String name, String text) throws TemplateException {
    Parser parser = new Parser(name, Lexer.tokens(name, text));
    List<Node> root = parser.body();
    if (parser.peek().kind() != Kind.END) {
      throw parser.error("unexpected {{" + parser.peekKeyword() + "}}");
    }
    return new Parsed(root, parser.definitions);
  }

  /** Nodes up to the end of the text or an {@code end} or {@code else}, which is not consumed. */
  private List<Node> body() throws TemplateException {
    List<Node> nodes = new ArrayList<>();
    while (peek().kind() != Kind.END) {
      if (peek().kind() == Kind.TEXT) {
        nodes.add(new Node.Text(next().text()));
        continue;
      }
      String keyword = peekKeyword();
      if (keyword.equals("end") || keyword.equals("else")) {
        return nodes;
      }
      next();
      action(keyword, nodes);
    }
    return nodes;
  }

  private String peekKeyword() {
    Token token = tokens.get(Math.min(position + 1, tokens.size() - 1));
    return token.kind() == Kind.IDENTIFIER ? token.text() : "";
  }

  private void action(String keyword, List<Node> nodes) throws TemplateException {
    if (++depth > MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH);
    }
    switch (keyword) {
      case "if", "with", "range" -> nodes.add(control(next().text()));
      case "define" -> define();
      case "block" -> nodes.add(block());
      case "template" -> nodes.add(call());
      case "break", "continue" -> nodes.add(loopExit(next().text()));
      default -> {
        nodes.add(new Node.Action(pipeline()));
        expect(Kind.CLOSE);
      }
    }
    depth--;
  }

  private Node loopExit(String keyword) throws TemplateException {
    if (loops == 0) {
      throw error("{{" + keyword + "}} outside {{range}}");
    }
    expect(Kind.CLOSE);
    return keyword.equals("break") ? new Node.Break() : new Node.Continue();
  }

  private Node control(String keyword) throws TemplateException {
    int scope = variables.size();
    Pipeline value = pipeline();
    if (value.commands().isEmpty()) {
      throw error("missing value for " + keyword);
    }
    expect(Kind.CLOSE);
    loops += keyword.equals("range") ? 1 : 0;
    List<Node> body = inner();
    loops -= keyword.equals("range") ? 1 : 0;
    List<Node> otherwise = otherwise(keyword);
    truncate(scope);
    return switch (keyword) {
      case "if" -> new Node.If(value, body, otherwise);
      case "with" -> new Node.With(value, body, otherwise);
      default -> new Node.Range(value, body, otherwise);
    };
  }

  private List<Node> otherwise(String keyword) throws TemplateException {
    expect(Kind.OPEN);
    if (next().text().equals("end")) {
      expect(Kind.CLOSE);
      return List.of();
    }
    Token following = peek();
    boolean chained =
        following.kind() == Kind.IDENTIFIER
            && following.text().equals(keyword)
            && !keyword.equals("range");
    if (chained) {
      if (++depth > MAX_DEPTH) {
        throw error("nested deeper than " + MAX_DEPTH);
      }
      next();
      List<Node> nested = List.of(control(keyword));
      depth--;
      return nested;
    }
    expect(Kind.CLOSE);
    List<Node> nodes = inner();
    end();
    return nodes;
  }

  private List<Node> inner() throws TemplateException {
    int scope = variables.size();
    List<Node> nodes = body();
    truncate(scope);
    if (peek().kind() == Kind.END) {
      throw error("unexpected EOF: {{end}} is missing");
    }
    return nodes;
  }

  private void end() throws TemplateException {
    expect(Kind.OPEN);
    Token token = next();
    if (!token.text().equals("end")) {
      throw error("expected {{end}}, found {{" + token.text() + "}}");
    }
    expect(Kind.CLOSE);
  }

  private void define() throws TemplateException {
    next();
    String template = expect(Kind.STRING).text();
    expect(Kind.CLOSE);
    definitions.put(template, separate());
  }

  private Node block() throws TemplateException {
    int line = next().line();
    String template = expect(Kind.STRING).text();
    Pipeline argument = pipeline();
    expect(Kind.CLOSE);
    definitions.put(template, separate());
    return new Node.Call(template, argument, line);
  }

  /** The body of a template of its own: variables outside are not visible. */
  private List<Node> separate() throws TemplateException {
    List<String> outer = new ArrayList<>(variables);
    int outerLoops = loops;
    variables.clear();
    loops = 0;
    List<Node> nodes = inner();
    end();
    variables.addAll(outer);
    loops = outerLoops;
    return nodes;
  }

  private Node call() throws TemplateException {
    int line = next().line();
    String template = expect(Kind.STRING).text();
    Pipeline argument = peek().kind() == Kind.CLOSE ? null : pipeline();
    expect(Kind.CLOSE);
    return new Node.Call(template, argument, line);
  }

  private Pipeline pipeline() throws TemplateException {
    if (++depth > MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH);
    }
    int line = peek().line();
    List<String> targets = new ArrayList<>();
    boolean declares = targets(targets);
    List<Command> commands = new ArrayList<>();
    commands.add(command());
    while (peek().kind() == Kind.PIPE) {
      next();
      commands.add(command());
    }
    for (int i = 1; i < commands.size(); i++) {
      if (commands.get(i).operands().get(0) instanceof Node.Literal) {
        throw error("non executable command in pipeline stage " + (i + 1));
      }
    }
    if (declares) {
      variables.addAll(targets);
    }
    depth--;
    return new Pipeline(targets, declares, commands, line);
  }

  private boolean targets(List<String> targets) throws TemplateException {
    if (peek().kind() != Kind.VARIABLE) {
      return false;
    }
    Kind following = peek(1).kind();
    if (following == Kind.COMMA && peek(2).kind() == Kind.VARIABLE) {
      targets.add(next().text());
      next();
      following = peek(1).kind();
    }
    if (following != Kind.DECLARE && following != Kind.ASSIGN) {
      if (!targets.isEmpty()) {
        throw error("expected := after the variables");
      }
      return false;
    }
    targets.add(next().text());
    next();
    if (following == Kind.ASSIGN) {
      for (String target : targets) {
        check(target);
      }
    }
    return following == Kind.DECLARE;
  }

  private Command command() throws TemplateException {
    List<Operand> operands = new ArrayList<>();
    while (true) {
      Kind kind = peek().kind();
      if (kind == Kind.CLOSE || kind == Kind.PIPE || kind == Kind.RIGHT_PAREN) {
        break;
      }
      operands.add(operand());
    }
    if (operands.isEmpty()) {
      throw error("missing value for command");
    }
    return new Command(operands);
  }

  private Operand operand() throws TemplateException {
    Token token = next();
    return switch (token.kind()) {
      case STRING -> new Node.Literal(token.text());
      case NUMBER -> new Node.Literal(number(token.text()));
      case CHARACTER -> new Node.Literal(character(token.text()));
      case DOT -> new Node.Dot(List.of());
      case FIELD -> {
        List<String> fields = new ArrayList<>(List.of(token.text()));
        fields.addAll(fields());
        yield new Node.Dot(fields);
      }
      case VARIABLE -> {
        check(token.text());
        yield new Node.Variable(token.text(), fields());
      }
      case LEFT_PAREN -> {
        Pipeline pipeline = pipeline();
        expect(Kind.RIGHT_PAREN);
        yield new Node.Parenthesised(pipeline, fields());
      }
      case IDENTIFIER -> identifier(token.text());
      default -> throw error("unexpected " + describe(token));
    };
  }

  private Operand identifier(String word) throws TemplateException {
    return switch (word) {
      case "true" -> new Node.Literal(Boolean.TRUE);
      case "false" -> new Node.Literal(Boolean.FALSE);
      case "nil" -> new Node.Literal(null);
      default -> {
        if (!Functions.isKnown(word)) {
          throw error("function \"" + word + "\" not defined");
        }
        yield new Node.Function(word, fields());
      }
    };
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>();
    while (peek().kind() == Kind.FIELD && !peek().spaced()) {
      fields.add(next().text());
    }
    return fields;
  }

  private Object character(String text) throws TemplateException {
    if (text.codePointCount(0, text.length()) != 1) {
      throw error("malformed character constant '" + text + "'");
    }
    return (long) text.codePointAt(0);
  }

  private Object number(String text) throws TemplateException {
    String digits = text.replace("_", "");
    try {
      if (digits.matches("[+-]?[0-9]+")) {
        return Long.parseLong(digits);
      }
      if (digits.matches("[+-]?0[xX][0-9a-fA-F]+")) {
        return Long.decode(digits);
      }
      if (digits.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
        return Double.parseDouble(digits);
      }
    } catch (NumberFormatException e) {
      throw error("number out of range: " + text);
    }
    throw error("bad number syntax: " + text);
  }

  private void check(String variable) throws TemplateException {
    if (!PREDEFINED.contains(variable) && !variables.contains(variable)) {
      throw error("undefined variable \"" + variable + "\"");
    }
  }

  private void truncate(int scope) {
    variables.subList(scope, variables.size()).clear();
  }

  private Token peek() {
    return tokens.get(position);
  }

  private Token peek(int ahead) {
    return tokens.get(Math.min(position + ahead, tokens.size() - 1));
  }

  private Token next() {
    Token token = tokens.get(position);
    position = Math.min(position + 1, tokens.size() - 1);
    return token;
  }

  private Token expect(Kind kind) throws TemplateException {
    Token token = next();
    if (token.kind() != kind) {
      String wanted = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      throw error("unexpected " + describe(token) + ", expected " + wanted);
    }
    return token;
  }

  private static String describe(Token token) {
    return token.kind() == Kind.END ? "end of the template" : '"' + token.text() + '"';
  }

  private TemplateException error(String message) {
    int line = tokens.get(Math.max(0, position - 1)).line();
    return new TemplateException("template: " + name + ":" + line + ": " + message);
  }
}

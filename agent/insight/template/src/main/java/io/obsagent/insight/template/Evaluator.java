// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import io.obsagent.insight.template.Node.Command;
import io.obsagent.insight.template.Node.Operand;
import io.obsagent.insight.template.Node.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks a template's tree once, counting every step and every character. */
final class Evaluator {
  private static final int MAX_CALLS = 50;
  private static final int CHARACTERS_PER_STEP = 64;

  /** How a list of nodes ended. */
  private enum Exit {
    NORMAL,
    BREAK,
    CONTINUE
  }

  private static final class Variable {
    final String name;
    @Nullable Object value;

    Variable(String name, @Nullable Object value) {
      this.name = name;
      this.value = value;
    }
  }

  private final String name;
  private final Map<String, List<Node>> definitions;
  private final Scope scope;
  private final StringBuilder out = new StringBuilder();
  private List<Variable> variables = new ArrayList<>();
  private int steps;
  private int calls;

  Evaluator(String name, Map<String, List<Node>> definitions, Scope scope) {
    this.name = name;
    this.definitions = definitions;
    this.scope = scope;
  }

  String render(List<Node> root) throws TemplateException {
    variables.add(new Variable("$", scope.dot));
    walk(root, scope.dot);
    return out.toString();
  }

  private Exit walk(List<Node> nodes, @Nullable Object dot) throws TemplateException {
    int marked = variables.size();
    for (Node node : nodes) {
      Exit exit = walk(node, dot);
      if (exit != Exit.NORMAL) {
        truncate(marked);
        return exit;
      }
    }
    truncate(marked);
    return Exit.NORMAL;
  }

  private Exit walk(Node node, @Nullable Object dot) throws TemplateException {
    step(1);
    if (node instanceof Node.Text text) {
      append(text.text());
    } else if (node instanceof Node.Action action) {
      Object value = evaluate(action.pipeline(), dot);
      if (action.pipeline().variables().isEmpty()) {
        append(scope.html ? Html.inContext(out, value) : Values.text(value));
      }
    } else if (node instanceof Node.If choice) {
      return choose(choice.condition(), choice.body(), choice.otherwise(), dot, false);
    } else if (node instanceof Node.With with) {
      return choose(with.value(), with.body(), with.otherwise(), dot, true);
    } else if (node instanceof Node.Range range) {
      return range(range, dot);
    } else if (node instanceof Node.Call call) {
      call(call, dot);
    } else {
      return node instanceof Node.Break ? Exit.BREAK : Exit.CONTINUE;
    }
    return Exit.NORMAL;
  }

  private Exit choose(
      Pipeline condition,
      List<Node> body,
      List<Node> otherwise,
      @Nullable Object dot,
      boolean rebind)
      throws TemplateException {
    int marked = variables.size();
    Object value = evaluate(condition, dot);
    Exit exit = Values.truth(value) ? walk(body, rebind ? value : dot) : walk(otherwise, dot);
    truncate(marked);
    return exit;
  }

  private Exit range(Node.Range range, @Nullable Object dot) throws TemplateException {
    int marked = variables.size();
    Object value = evaluate(new Pipeline(List.of(), false, range.value().commands(), 0), dot);
    Object elements = value instanceof TemplateObject object ? object.elements() : value;
    Exit exit = Exit.NORMAL;
    boolean empty = true;
    if (elements instanceof List<?> list) {
      empty = list.isEmpty();
      for (int i = 0; i < list.size() && exit != Exit.BREAK; i++) {
        exit = iterate(range, (long) i, list.get(i));
      }
    } else if (elements instanceof Map<?, ?> map) {
      empty = map.isEmpty();
      for (Map.Entry<String, Object> entry : Values.sorted(map).entrySet()) {
        exit = exit == Exit.BREAK ? exit : iterate(range, entry.getKey(), entry.getValue());
      }
    } else if (elements instanceof Long count) {
      empty = count <= 0;
      for (long i = 0; i < count && exit != Exit.BREAK; i++) {
        exit = iterate(range, i, i);
      }
    } else if (elements != null && !"".equals(elements)) {
      throw error(range.value().line(), "range can't iterate over " + Values.kind(elements));
    }
    Exit result = empty ? walk(range.otherwise(), dot) : Exit.NORMAL;
    truncate(marked);
    return result;
  }

  private Exit iterate(Node.Range range, Object key, @Nullable Object element)
      throws TemplateException {
    step(1);
    int marked = variables.size();
    List<String> targets = range.value().variables();
    if (targets.size() == 2) {
      bind(targets.get(0), key, range.value().declares());
    }
    if (!targets.isEmpty()) {
      bind(targets.get(targets.size() - 1), element, range.value().declares());
    }
    Exit exit = walk(range.body(), element);
    truncate(marked);
    return exit;
  }

  private void call(Node.Call call, @Nullable Object dot) throws TemplateException {
    Pipeline argument = call.argument();
    invoke(call.template(), argument == null ? null : evaluate(argument, dot), call.line());
  }

  private void invoke(String template, @Nullable Object dot, int line) throws TemplateException {
    List<Node> body = definitions.get(template);
    if (body == null) {
      throw error(line, "template \"" + template + "\" not defined");
    }
    if (++calls > MAX_CALLS) {
      throw error(line, "templates call each other deeper than " + MAX_CALLS);
    }
    List<Variable> outer = variables;
    variables = new ArrayList<>(List.of(new Variable("$", dot)));
    walk(body, dot);
    variables = outer;
    calls--;
  }

  private @Nullable Object evaluate(Pipeline pipeline, @Nullable Object dot)
      throws TemplateException {
    Object value = null;
    for (int i = 0; i < pipeline.commands().size(); i++) {
      try {
        value = evaluate(pipeline.commands().get(i), dot, i > 0, value);
      } catch (TemplateException e) {
        throw error(pipeline.line(), e.getMessage());
      }
    }
    for (String target : pipeline.variables()) {
      bind(target, value, pipeline.declares());
    }
    return value;
  }

  private @Nullable Object evaluate(
      Command command, @Nullable Object dot, boolean piped, @Nullable Object last)
      throws TemplateException {
    step(1);
    Operand first = command.operands().get(0);
    if (first instanceof Node.Function function
        && (function.name().equals("and") || function.name().equals("or"))) {
      return shortCircuit(function.name().equals("and"), command, dot, piped, last);
    }
    List<@Nullable Object> args = new ArrayList<>();
    for (Operand operand : command.operands().subList(1, command.operands().size())) {
      args.add(operand(operand, dot, List.of()));
    }
    if (piped) {
      args.add(last);
    }
    return operand(first, dot, args);
  }

  private @Nullable Object shortCircuit(
      boolean and, Command command, @Nullable Object dot, boolean piped, @Nullable Object last)
      throws TemplateException {
    List<Operand> operands = command.operands();
    if (operands.size() < 2 && !piped) {
      throw new TemplateException("wrong number of args for " + (and ? "and" : "or"));
    }
    Object value = null;
    for (Operand operand : operands.subList(1, operands.size())) {
      value = operand(operand, dot, List.of());
      if (Values.truth(value) != and) {
        return value;
      }
    }
    return piped ? last : value;
  }

  private @Nullable Object operand(
      Operand operand, @Nullable Object dot, List<@Nullable Object> args) throws TemplateException {
    if (operand instanceof Node.Literal literal) {
      return args.isEmpty() ? literal.value() : tooMany(args);
    }
    if (operand instanceof Node.Dot path) {
      return path.fields().isEmpty() && !args.isEmpty()
          ? tooMany(args)
          : members(dot, path.fields(), args);
    }
    if (operand instanceof Node.Variable variable) {
      return variable.fields().isEmpty() && !args.isEmpty()
          ? tooMany(args)
          : members(find(variable.name()), variable.fields(), args);
    }
    if (operand instanceof Node.Parenthesised nested) {
      Object value = evaluate(nested.pipeline(), dot);
      return nested.fields().isEmpty() && !args.isEmpty()
          ? tooMany(args)
          : members(value, nested.fields(), args);
    }
    Node.Function function = (Node.Function) operand;
    // As in Go, what follows a field are the field's arguments: now.Format "15:04".
    return function.fields().isEmpty()
        ? apply(function.name(), args)
        : members(apply(function.name(), List.of()), function.fields(), args);
  }

  private @Nullable Object tooMany(List<@Nullable Object> args) throws TemplateException {
    throw new TemplateException("can't give argument " + Values.text(args.get(0)) + " to a value");
  }

  private @Nullable Object apply(String function, List<@Nullable Object> args)
      throws TemplateException {
    if (function.equals("tmpl")) {
      return template(Arguments.string("tmpl", args, 0), Arguments.any("tmpl", args, 1));
    }
    TemplateFunction own = scope.functions.get(function);
    TemplateFunction called = own == null ? Functions.get(function) : own;
    if (called == null) {
      throw new TemplateException("function \"" + function + "\" is not available here");
    }
    Object result;
    try {
      result = called.call(args);
    } catch (TemplateException e) {
      throw new TemplateException("error calling " + function + ": " + e.getMessage());
    }
    if (result instanceof String text) {
      step(text.length() / CHARACTERS_PER_STEP);
      if (text.length() > scope.output) {
        throw new TemplateException("a text is longer than " + scope.output + " characters");
      }
    }
    return result;
  }

  private SafeHtml template(String template, @Nullable Object dot) throws TemplateException {
    int start = out.length();
    invoke(template, dot, 0);
    String text = out.substring(start);
    out.setLength(start);
    return new SafeHtml(text);
  }

  private @Nullable Object members(
      @Nullable Object value, List<String> fields, List<@Nullable Object> args)
      throws TemplateException {
    Object current = value;
    for (int i = 0; i < fields.size(); i++) {
      step(1);
      boolean last = i == fields.size() - 1;
      current = Values.member(current, fields.get(i), last ? args : List.of());
    }
    return current;
  }

  private @Nullable Object find(String variable) throws TemplateException {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(variable)) {
        return variables.get(i).value;
      }
    }
    if (scope.variables.containsKey(variable)) {
      return scope.variables.get(variable);
    }
    throw new TemplateException("undefined variable \"" + variable + "\"");
  }

  private void bind(String variable, @Nullable Object value, boolean declares) {
    for (int i = variables.size() - 1; i >= 0 && !declares; i--) {
      if (variables.get(i).name.equals(variable)) {
        variables.get(i).value = value;
        return;
      }
    }
    variables.add(new Variable(variable, value));
  }

  private void truncate(int size) {
    variables.subList(size, variables.size()).clear();
  }

  private void append(String text) throws TemplateException {
    step(text.length() / CHARACTERS_PER_STEP);
    if (out.length() + text.length() > scope.output) {
      throw error(0, "the result is longer than " + scope.output + " characters");
    }
    out.append(text);
  }

  private void step(int count) throws TemplateException {
    steps += count;
    if (steps > scope.steps) {
      throw error(0, "takes more than " + scope.steps + " steps");
    }
  }

  private TemplateException error(int line, @Nullable String message) {
    if (message != null && message.startsWith("template: ")) {
      return new TemplateException(message);
    }
    String place = line > 0 ? name + ":" + line : name;
    return new TemplateException("template: " + place + ": " + message);
  }
}

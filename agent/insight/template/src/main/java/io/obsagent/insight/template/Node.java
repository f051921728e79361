// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax tree of a template. */
sealed interface Node {
  record Text(String text) implements Node {}

  record Action(Pipeline pipeline) implements Node {}

  record If(Pipeline condition, List<Node> body, List<Node> otherwise) implements Node {}

  record With(Pipeline value, List<Node> body, List<Node> otherwise) implements Node {}

  record Range(Pipeline value, List<Node> body, List<Node> otherwise) implements Node {}

  record Call(String template, @Nullable Pipeline argument, int line) implements Node {}

  record Break() implements Node {}

  record Continue() implements Node {}

  /**
   * @param variables declared or assigned by it, at most two
   * @param declares whether {@code :=} rather than {@code =}
   */
  record Pipeline(List<String> variables, boolean declares, List<Command> commands, int line) {}

  record Command(List<Operand> operands) {}

  /** A value in a command, with the fields that are read off it. */
  sealed interface Operand {}

  record Literal(@Nullable Object value) implements Operand {}

  record Dot(List<String> fields) implements Operand {}

  record Variable(String name, List<String> fields) implements Operand {}

  record Function(String name, List<String> fields) implements Operand {}

  record Parenthesised(Pipeline pipeline, List<String> fields) implements Operand {}
}

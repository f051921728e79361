// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An expression about one call of a method. Immutable. */
public sealed interface Expr {
  /** Calls the consumer with this and all below. */
  default void visit(Consumer<Expr> consumer) {
    consumer.accept(this);
  }

  /**
   * @param value text, {@code Double}, {@code Boolean} or null
   */
  record Literal(@Nullable Object value) implements Expr {}

  /** What every call has. */
  enum Root implements Expr {
    /** Time from entry to exit, in seconds. */
    DURATION,
    /** The object whose method it is; null where it is static. */
    THIS,
    /** What the method answers, or what that completes with. */
    RESULT,
    /** What was thrown, or null. */
    THROWN
  }

  /** An argument, from 0. */
  record Argument(int index) implements Expr {}

  /** A getter, a component of a record, a field, a key of a map, or a size. */
  record Member(Expr of, String name) implements Expr {
    @Override
    public void visit(Consumer<Expr> consumer) {
      consumer.accept(this);
      of.visit(consumer);
    }
  }

  /** The opposite. */
  record Not(Expr of) implements Expr {
    @Override
    public void visit(Consumer<Expr> consumer) {
      consumer.accept(this);
      of.visit(consumer);
    }
  }

  /** Both, or one of both. */
  record Logical(boolean and, Expr left, Expr right) implements Expr {
    @Override
    public void visit(Consumer<Expr> consumer) {
      consumer.accept(this);
      left.visit(consumer);
      right.visit(consumer);
    }
  }

  /**
   * @param operator one of {@code == != < <= > >=}
   */
  record Comparison(String operator, Expr left, Expr right) implements Expr {
    @Override
    public void visit(Consumer<Expr> consumer) {
      consumer.accept(this);
      left.visit(consumer);
      right.visit(consumer);
    }
  }

  /** One or the other. */
  record Conditional(Expr test, Expr then, Expr otherwise) implements Expr {
    @Override
    public void visit(Consumer<Expr> consumer) {
      consumer.accept(this);
      test.visit(consumer);
      then.visit(consumer);
      otherwise.visit(consumer);
    }
  }

  /**
   * @param name {@code hash}, {@code lower} or {@code substring}
   * @param arguments the first is any expression, the others are whole numbers
   */
  record Call(String name, Expr of, List<Integer> arguments) implements Expr {
    @Override
    public void visit(Consumer<Expr> consumer) {
      consumer.accept(this);
      of.visit(consumer);
    }
  }
}

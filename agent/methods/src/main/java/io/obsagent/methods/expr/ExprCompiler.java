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
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trees to method handles, which all take what a site has: {@code (duration?, …, arguments, result,
 * thrown)}. By what is wanted of it a tree is compiled to an object, a number, a truth or a text,
 * so that nothing is boxed on the way. For one site, and one thread.
 */
public final class ExprCompiler {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final MethodHandles.Lookup caller;
  private final MethodType site;
  private final Map<Expr, Integer> positions;
  private final byte[] salt;

  /**
   * @param site what all handles take; a duration is a double
   * @param positions of roots and arguments among that
   * @param salt of {@code hash}
   */
  public ExprCompiler(
      MethodHandles.Lookup caller, MethodType site, Map<Expr, Integer> positions, byte[] salt) {
    this.caller = caller;
    this.site = site;
    this.positions = positions;
    this.salt = salt.clone();
  }

  /** To a text, for a label; empty for null. */
  public MethodHandle text(Expr expr) {
    if (expr instanceof Literal literal) {
      return constant(String.class, Values.text(literal.value()));
    }
    if (expr instanceof Conditional conditional) {
      return guard(conditional.test(), text(conditional.then()), text(conditional.otherwise()));
    }
    if (expr instanceof Call call) {
      return function(call);
    }
    if (expr instanceof Member member) {
      return property(member, "text", String.class);
    }
    MethodHandle value = isTruth(expr) ? truth(expr) : read(expr);
    return MethodHandles.filterReturnValue(value, TEXT.get(value.type().returnType()));
  }

  /** To a double, NaN for null. */
  public MethodHandle number(Expr expr) {
    if (expr instanceof Literal literal) {
      return constant(double.class, Values.number(literal.value()));
    }
    if (expr instanceof Conditional conditional) {
      return guard(conditional.test(), number(conditional.then()), number(conditional.otherwise()));
    }
    if (expr instanceof Member member) {
      return property(member, "number", double.class);
    }
    if (expr instanceof Call) {
      throw new IllegalArgumentException("a text where a number is wanted");
    }
    MethodHandle value = isTruth(expr) ? truth(expr) : read(expr);
    Class<?> type = value.type().returnType();
    if (type.isPrimitive() && type != boolean.class) {
      return value.asType(site.changeReturnType(double.class));
    }
    return MethodHandles.filterReturnValue(
        value, type == boolean.class ? NUMBER_OF_TRUTH : NUMBER_OF_OBJECT);
  }

  /** To a boolean: null and false are false. */
  public MethodHandle truth(Expr expr) {
    if (expr instanceof Not not) {
      return MethodHandles.filterReturnValue(truth(not.of()), OPPOSITE);
    }
    if (expr instanceof Logical logical) {
      MethodHandle left = truth(logical.left());
      MethodHandle right = truth(logical.right());
      return logical.and()
          ? MethodHandles.guardWithTest(left, right, constant(boolean.class, false))
          : MethodHandles.guardWithTest(left, constant(boolean.class, true), right);
    }
    if (expr instanceof Comparison comparison) {
      return comparison(comparison);
    }
    if (expr instanceof Conditional conditional) {
      return guard(conditional.test(), truth(conditional.then()), truth(conditional.otherwise()));
    }
    MethodHandle value =
        expr instanceof Root || expr instanceof Argument ? read(expr) : object(expr);
    return value.type().returnType() == boolean.class
        ? value
        : MethodHandles.filterReturnValue(value.asType(site.changeReturnType(Object.class)), TRUTH);
  }

  /** To a text, a long, a double, a boolean or null. */
  public MethodHandle attribute(Expr expr) {
    return MethodHandles.filterReturnValue(object(expr), ATTRIBUTE);
  }

  /** To an object. */
  public MethodHandle object(Expr expr) {
    if (expr instanceof Literal literal) {
      return constant(Object.class, literal.value());
    }
    if (expr instanceof Conditional conditional) {
      return guard(conditional.test(), object(conditional.then()), object(conditional.otherwise()));
    }
    if (expr instanceof Call call) {
      return function(call).asType(site.changeReturnType(Object.class));
    }
    if (expr instanceof Member member) {
      return property(member, "object", Object.class);
    }
    MethodHandle value = isTruth(expr) ? truth(expr) : read(expr);
    return value.asType(site.changeReturnType(Object.class));
  }

  private static boolean isTruth(Expr expr) {
    return expr instanceof Not || expr instanceof Logical || expr instanceof Comparison;
  }

  private MethodHandle guard(Expr test, MethodHandle then, MethodHandle otherwise) {
    return MethodHandles.guardWithTest(truth(test), then, otherwise);
  }

  /** A constant that takes what the site has. */
  public MethodHandle constant(Class<?> type, @Nullable Object value) {
    return MethodHandles.dropArguments(
        MethodHandles.constant(type, value), 0, site.parameterList());
  }

  /** What the site has, as it is. */
  private MethodHandle read(Expr root) {
    Integer position = positions.get(root);
    if (position == null) {
      if (root == Root.THIS || root == Root.RESULT || root == Root.THROWN) {
        return constant(Object.class, null);
      }
      throw new IllegalArgumentException(
          root instanceof Argument argument
              ? "there is no arg" + argument.index()
              : root + " is not known here");
    }
    Class<?> given = site.parameterType(position);
    Class<?> type = given.isPrimitive() ? given : Object.class;
    return MethodHandles.permuteArguments(
            MethodHandles.identity(given), site.changeReturnType(given), position)
        .asType(site.changeReturnType(type));
  }

  private MethodHandle property(Member member, String mode, Class<?> result) {
    Property property = new Property(member.name(), caller);
    MethodHandle reader = find(Property.class, mode, MethodType.methodType(result, Object.class));
    return MethodHandles.filterReturnValue(object(member.of()), reader.bindTo(property));
  }

  private MethodHandle function(Call call) {
    MethodHandle text = text(call.of());
    MethodHandle function =
        switch (call.name()) {
          case "hash" ->
              MethodHandles.insertArguments(
                  find("hash", String.class, byte[].class, String.class), 0, (Object) salt);
          case "lower" -> find("lower", String.class, String.class);
          default -> {
            List<Integer> numbers = call.arguments();
            int to = numbers.size() > 1 ? numbers.get(1) : Integer.MAX_VALUE;
            yield MethodHandles.insertArguments(
                find("substring", String.class, int.class, int.class, String.class),
                0,
                numbers.get(0),
                to);
          }
        };
    return MethodHandles.filterReturnValue(text, function);
  }

  private MethodHandle comparison(Comparison comparison) {
    boolean equality = comparison.operator().equals("==") || comparison.operator().equals("!=");
    boolean numbers = isNumber(comparison.left()) || isNumber(comparison.right());
    if (equality && !numbers) {
      String method = comparison.operator().equals("==") ? "same" : "different";
      MethodHandle operation = find(method, boolean.class, Object.class, Object.class);
      return on(operation, object(comparison.left()), object(comparison.right()));
    }
    boolean swapped = comparison.operator().startsWith(">");
    String method =
        switch (comparison.operator()) {
          case "<", ">" -> "less";
          case "<=", ">=" -> "atMost";
          case "==" -> "equal";
          default -> "unequal";
        };
    MethodHandle operation = find(method, boolean.class, double.class, double.class);
    MethodHandle left = number(swapped ? comparison.right() : comparison.left());
    MethodHandle right = number(swapped ? comparison.left() : comparison.right());
    return on(operation, left, right);
  }

  private static boolean isNumber(Expr expr) {
    return expr == Root.DURATION
        || expr instanceof Literal literal && literal.value() instanceof Double;
  }

  /** An operation on what handles answer that take what the site has. */
  public MethodHandle on(MethodHandle operation, MethodHandle... operands) {
    MethodHandle collected = operation;
    for (int i = operands.length - 1; i >= 0; i--) {
      collected = MethodHandles.collectArguments(collected, i, operands[i]);
    }
    int count = site.parameterCount();
    int[] order = new int[operands.length * count];
    for (int i = 0; i < order.length; i++) {
      order[i] = i % count;
    }
    return MethodHandles.permuteArguments(
        collected, site.changeReturnType(operation.type().returnType()), order);
  }

  private static final MethodHandle OPPOSITE = find("opposite", boolean.class, boolean.class);
  private static final MethodHandle ATTRIBUTE = find("attribute", Object.class, Object.class);
  private static final MethodHandle TRUTH = find("truth", boolean.class, Object.class);
  private static final MethodHandle NUMBER_OF_TRUTH = find("number", double.class, boolean.class);
  private static final MethodHandle NUMBER_OF_OBJECT = find("number", double.class, Object.class);
  private static final ClassValue<MethodHandle> TEXT = new Texts();

  private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
    try {
      return LOOKUP.findStatic(
          Values.class, name, MethodType.methodType(result, List.of(parameters)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle find(Class<?> owner, String name, MethodType type) {
    try {
      return LOOKUP.findVirtual(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From each type that a site has to a text. */
  private static final class Texts extends ClassValue<MethodHandle> {
    @Override
    protected MethodHandle computeValue(Class<?> type) {
      Class<?> taken =
          type == boolean.class
              ? boolean.class
              : type == double.class || type == float.class
                  ? double.class
                  : type.isPrimitive() && type != char.class ? long.class : Object.class;
      return find("text", String.class, taken).asType(MethodType.methodType(String.class, type));
    }
  }
}

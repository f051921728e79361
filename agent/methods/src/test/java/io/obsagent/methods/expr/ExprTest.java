// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExprTest {
  private static final MethodType SITE =
      MethodType.methodType(
          void.class,
          double.class,
          Object.class,
          Object.class,
          int.class,
          boolean.class,
          Object.class,
          Throwable.class);

  private static final Map<Expr, Integer> POSITIONS =
      Map.of(
          Expr.Root.DURATION,
          0,
          Expr.Root.THIS,
          1,
          new Expr.Argument(0),
          2,
          new Expr.Argument(1),
          3,
          new Expr.Argument(2),
          4,
          Expr.Root.RESULT,
          5,
          Expr.Root.THROWN,
          6);

  private enum Tier {
    GOLD
  }

  private record Customer(String id, Tier tier, Optional<String> nick) {}

  private interface Priced {
    default double getPrice() {
      return 2.5;
    }
  }

  private static class Thing {
    private final int inherited = 7;
  }

  private static final class Order extends Thing implements Priced {
    private final Customer customer = new Customer("c1", Tier.GOLD, Optional.of("Ada"));
    private final Map<String, Object> notes = new LinkedHashMap<>(Map.of("gift", true));
    private final List<String> lines = List.of("a", "b", "c");
    private final int[] numbers = {1, 2};
    private int touched;

    public boolean isPaid() {
      return true;
    }

    public String getStatus() {
      return "New Order";
    }

    public String poll() {
      touched++;
      return "poll";
    }

    public static String getStatic() {
      return "static";
    }

    public String getFailing() {
      throw new IllegalStateException("as asked");
    }
  }

  private static final Order ORDER = new Order();

  private enum Mode {
    TEXT,
    NUMBER,
    TRUTH,
    ATTRIBUTE
  }

  private static Object eval(Mode mode, String text, Throwable thrown) throws Throwable {
    ExprCompiler compiler =
        new ExprCompiler(MethodHandles.lookup(), SITE, POSITIONS, new byte[] {1});
    Expr expr = Parser.parse(text);
    MethodHandle handle =
        switch (mode) {
          case TEXT -> compiler.text(expr);
          case NUMBER -> compiler.number(expr);
          case TRUTH -> compiler.truth(expr);
          case ATTRIBUTE -> compiler.attribute(expr);
        };
    return handle.invoke(0.25, (Object) "self", (Object) ORDER, 300, true, (Object) 'x', thrown);
  }

  private static String text(String expression) throws Throwable {
    return (String) eval(Mode.TEXT, expression, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "arg0.customer.id|c1",
        "arg0.customer.tier|GOLD",
        "arg0.customer.nick|Ada",
        "arg0.customer.nick.length|3",
        "arg0.status|New Order",
        "arg0.paid|true",
        "arg0.price|2.5",
        "arg0.inherited|7",
        "arg0.notes.gift|true",
        "arg0.notes.size|1",
        "arg0.lines.size|3",
        "arg0.numbers.length|2",
        "arg0.notes.missing.more|~~",
        "arg1|300",
        "arg2|true",
        "result|x",
        "this|self",
        "duration|0.25",
        "thrown|~~",
        "'it''|~~",
        "\"a'b\"|a'b",
        "lower(arg0.status)|new order",
        "substring(arg0.status, 4)|Order",
        "substring(arg0.status, 4, 6)|Or",
        "substring(arg0.status, 40, 60)|~~",
        "arg1 > 200 and not thrown ? 'big' : 'small'|big",
        "arg1 > 200 ? arg1 < 250 ? 'a' : 'b' : 'c'|b",
        "null|~~",
        "-5|-5",
        "1.5|1.5",
      })
  void textsOfLabels(String expression, String expected) throws Throwable {
    if (expression.equals("'it''")) {
      assertThatThrownBy(() -> text(expression)).isInstanceOf(ExprException.class);
    } else {
      assertThat(text(expression)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "duration > 200ms|true",
        "duration > 0.3s or thrown|false",
        "duration >= 250ms and duration <= 1m|true",
        "duration < 1h|true",
        "arg1 == 300|true",
        "arg1 != 300.0|false",
        "arg0.customer.tier == 'GOLD'|true",
        "'GOLD' != arg0.customer.tier|false",
        "arg0.status == \"New Order\"|true",
        "arg0.notes.missing == null|true",
        "arg0.notes.missing > 1|false",
        "thrown|false",
        "!thrown && arg2|true",
        "not not arg2|true",
        "(arg1 < 5 or arg1 > 10) and arg0.paid|true",
        "result == 'x'|true",
        "arg0.customer == arg0.customer|true",
        "false ? true : false|false",
      })
  void truths(String expression, boolean expected) throws Throwable {
    assertThat(eval(Mode.TRUTH, expression, null)).isEqualTo(expected);
  }

  @Test
  void whatIsThrownIsTrueAndHasItsClassForText() throws Throwable {
    IllegalStateException thrown = new IllegalStateException("no");
    assertThat(eval(Mode.TRUTH, "thrown", thrown)).isEqualTo(true);
    assertThat(eval(Mode.TEXT, "thrown", thrown)).isEqualTo("java.lang.IllegalStateException");
    assertThat(eval(Mode.TEXT, "thrown.message", thrown)).isEqualTo("no");
  }

  @Test
  void numbers() throws Throwable {
    assertThat(eval(Mode.NUMBER, "arg0.price", null)).isEqualTo(2.5);
    assertThat(eval(Mode.NUMBER, "arg0.lines.size", null)).isEqualTo(3.0);
    assertThat(eval(Mode.NUMBER, "arg0.paid", null)).isEqualTo(1.0);
    assertThat(eval(Mode.NUMBER, "not arg2", null)).isEqualTo(0.0);
    assertThat(eval(Mode.NUMBER, "duration", null)).isEqualTo(0.25);
    assertThat(eval(Mode.NUMBER, "arg0.notes.missing", null)).isEqualTo(Double.NaN);
    assertThatThrownBy(() -> eval(Mode.NUMBER, "arg0.status", null))
        .hasMessage("java.lang.String is no number");
  }

  @Test
  void attributesKeepTheirTypes() throws Throwable {
    assertThat(eval(Mode.ATTRIBUTE, "arg1", null)).isEqualTo(300L);
    assertThat(eval(Mode.ATTRIBUTE, "arg0.price", null)).isEqualTo(2.5);
    assertThat(eval(Mode.ATTRIBUTE, "arg2", null)).isEqualTo(true);
    assertThat(eval(Mode.ATTRIBUTE, "arg0.customer.tier", null)).isEqualTo("GOLD");
    assertThat(eval(Mode.ATTRIBUTE, "arg0.notes.missing", null)).isNull();
  }

  @Test
  void hashesAreShortAndSalted() throws Throwable {
    assertThat(text("hash(arg0.status)"))
        .matches("[0-9a-f]{16}")
        .isEqualTo(text("hash('New Order')"));
    assertThat(text("hash(arg0.notes.missing)")).isEmpty();
    ExprCompiler other = new ExprCompiler(MethodHandles.lookup(), SITE, POSITIONS, new byte[] {2});
    assertThat(
            (Object)
                other
                    .text(Parser.parse("hash('New Order')"))
                    .invoke(0.1, (Object) "", (Object) "", 1, true, (Object) "", (Throwable) null))
        .isNotEqualTo(text("hash('New Order')"));
  }

  @Test
  void noMethodIsCalledThatIsNoGetter() {
    assertThatThrownBy(() -> text("arg0.poll")).hasMessageContaining("has no 'poll'");
    assertThatThrownBy(() -> text("arg0.static")).hasMessageContaining("has no 'static'");
    assertThat(ORDER.touched).isZero();
    assertThatThrownBy(() -> text("arg0.failing")).hasMessage("as asked");
    assertThatThrownBy(() -> text("arg0")).hasMessageContaining("is no text, number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "arg0.|5|expected a name, not the end",
        "arg0.getTotal()|5|methods are not called; a getter is read by its name: getTotal() is total",
        "order.id|0|unknown name 'order'",
        "failed|0|unknown name 'failed'",
        "arg0.a = 1|7|unexpected '='; equal is ==",
        "duration > 5d|12|unknown unit 'd'",
        "hash(arg0, 1)|0|hash takes one value",
        "substring(arg0)|0|substring takes a text, where it begins",
        "sum(arg0)|0|no function 'sum'; there are hash, lower, substring",
        "arg0 ? 1|8|expected ':', not the end",
        "(arg0|5|expected ')', not the end",
        "arg0 arg1|5|expected the end, not 'arg1'",
        "arg300|0|unknown name 'arg300'",
        "duration.x|9|duration is a number of seconds",
        "1.2.3|0|'1.2.3' is no number",
      })
  void mistakesHaveAPlaceAndAWayOut(String expression, int offset, String message) {
    ExprException e = catchThrowableOfType(ExprException.class, () -> Parser.parse(expression));
    assertThat(e).hasMessageContaining(message);
    assertThat(e.offset()).isEqualTo(offset);
  }

  @Test
  void whatIsTooLongOrTooDeepIsRefused() {
    assertThatThrownBy(() -> Parser.parse("arg0" + " or arg0".repeat(200)))
        .hasMessageContaining("1000 characters");
    assertThatThrownBy(() -> Parser.parse("(".repeat(60) + "arg0" + ")".repeat(60)))
        .hasMessage("nested too deeply");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.methods.expr.ExprException;
import io.obsagent.spi.weave.MethodSelector.Method;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodPatternTest {
  private static boolean matches(String pattern, Method method) throws ExprException {
    MethodPattern parsed = MethodPattern.parse(pattern);
    return parsed.matchesType(method.type(), () -> Set.of("com.acme.Handler", "java.lang.Object"))
        && parsed.matches(method);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "com.acme.shop.OrderService#place|true",
        "com.acme.shop.*Service#pl*|true",
        "com.acme.*.OrderService#*|true",
        "com.acme.*#*|false",
        "com.acme.**#*|true",
        "**.*Service#*|true",
        "OrderService#place|true",
        "*Service#place|true",
        "Service#place|false",
        "com.acme.shop.OrderService#placeOrder|false",
        "com.acme.Handler#*|false",
        "com.acme.Handler+#*|true",
        "Handler+#place|true",
        "com.acme.shop.OrderService#place()|false",
        "com.acme.shop.OrderService#place(..)|true",
        "com.acme.shop.OrderService#place(Order, ..)|true",
        "com.acme.shop.OrderService#place(Order, int)|false",
        "com.acme.shop.OrderService#place(Order, int, String[])|true",
        "com.acme.shop.OrderService#place(com.acme.shop.Order, int, java.lang.String[])|true",
        "com.acme.shop.OrderService#place(*, *, *)|true",
        "com.acme.shop.OrderService#place(*, *)|false",
        "com.acme.shop.OrderService#place(*, long, ..)|false",
      })
  void classesMethodsAndParameters(String pattern, boolean expected) throws ExprException {
    Method method =
        new Method(
            "com.acme.shop.OrderService",
            "place",
            "(Lcom/acme/shop/Order;I[Ljava/lang/String;)V",
            0,
            false);
    assertThat(matches(pattern, method)).isEqualTo(expected);
  }

  @Test
  void aNestedClassHasASimpleName() throws ExprException {
    Method method = new Method("a.Shop$Desk", "take", "(La/Shop$Order;)V", 0, false);
    assertThat(matches("Desk#take(Order)", method)).isTrue();
    assertThat(matches("a.Shop$Desk#take", method)).isTrue();
  }

  @Test
  void accessorsAreLeftOutUnlessTheyAreNamed() throws ExprException {
    Method getter = new Method("a.Order", "getTotal", "()D", 0, true);
    assertThat(matches("a.Order#*", getter)).isFalse();
    assertThat(matches("a.Order#get*", getter)).isFalse();
    assertThat(matches("a.Order#getTotal", getter)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "com.acme.Order|expected a class, # and a method",
        "#place|'' is no class",
        "*#*|would be every class",
        "**.*#x|would be every class",
        "a.B#|'' is no method",
        "a.B#x(|expected ) at the end",
        "a.B#x(.., int)|.. must be the last parameter",
        "a.B#x(int,,)|'' is no type",
        "a-b#x|'a-b' is no class",
      })
  void mistakesHaveAWayOut(String pattern, String message) {
    assertThatThrownBy(() -> MethodPattern.parse(pattern)).hasMessageContaining(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import io.obsagent.instrumentation.shared.genai.NewerGetter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What getters give, some of them in an {@code Optional}, in some versions. */
final class Values {
  private Values() {}

  static @Nullable Object of(NewerGetter getter, @Nullable Object owner) {
    Object value = getter.of(owner);
    return value instanceof Optional<?> held ? held.orElse(null) : value;
  }

  static @Nullable String text(NewerGetter getter, @Nullable Object owner) {
    Object value = of(getter, owner);
    return value == null ? null : value.toString();
  }

  /** As it was written: a float is not made longer. */
  static double number(NewerGetter getter, Object owner) {
    return of(getter, owner) instanceof Number number
        ? Double.parseDouble(number.toString())
        : Double.NaN;
  }

  static long count(NewerGetter getter, @Nullable Object owner) {
    return of(getter, owner) instanceof Number number ? Math.round(number.doubleValue()) : -1;
  }
}

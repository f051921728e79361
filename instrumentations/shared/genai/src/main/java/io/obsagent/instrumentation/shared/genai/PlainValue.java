// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a getter gives, as what it is wanted as; of another type it is none. */
final class PlainValue {
  private PlainValue() {}

  /** What is in an {@code Optional}; anything else as it is. */
  static @Nullable Object held(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  /** Null for an empty one, too. */
  static @Nullable String text(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return text.isEmpty() ? null : text;
  }

  /** Null for what is no list, or an empty one; a single text is a list of one. */
  static @Nullable List<String> texts(@Nullable Object value) {
    if (value instanceof String single) {
      return List.of(single);
    }
    return value instanceof List<?> all && !all.isEmpty()
        ? all.stream().map(String::valueOf).toList()
        : null;
  }

  /** -1 for none. */
  static long count(@Nullable Object value) {
    return value instanceof Number number
        ? number instanceof Long ? (Long) number : Math.round(number.doubleValue())
        : -1;
  }

  /** As it was written: a float is not made longer. NaN for none. */
  static double number(@Nullable Object value) {
    return value instanceof Float written
        ? Double.parseDouble(written.toString())
        : value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}

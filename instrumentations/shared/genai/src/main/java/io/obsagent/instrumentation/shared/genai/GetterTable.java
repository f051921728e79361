// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which of a library's getters lead to what. Written once and read by all threads.
 *
 * @param <K> what can be led to
 */
final class GetterTable<K extends Enum<K>> {
  private static final Function<Object, @Nullable Object> NOWHERE = from -> null;

  private final UnaryOperator<@Nullable Object> plain;
  private final Map<K, Function<Object, @Nullable Object>> ways;

  GetterTable(Class<K> keys, UnaryOperator<@Nullable Object> plain) {
    this.plain = plain;
    this.ways = new EnumMap<>(keys);
  }

  void put(K key, String... names) {
    put(key, new GetterPath(plain, names));
  }

  void put(K key, Function<Object, @Nullable Object> way) {
    ways.put(key, way);
  }

  @Nullable Object of(K key, @Nullable Object from) {
    return from == null ? null : ways.getOrDefault(key, NOWHERE).apply(from);
  }

  /** Null for an empty one, too. */
  @Nullable String text(K key, @Nullable Object from) {
    Object value = of(key, from);
    String text = value == null ? "" : value.toString();
    return text.isEmpty() ? null : text;
  }

  /** Null for what is no list; a single text is a list of one. */
  @Nullable List<String> texts(K key, @Nullable Object from) {
    Object value = of(key, from);
    if (value instanceof String single) {
      return List.of(single);
    }
    return value instanceof List<?> all ? all.stream().map(String::valueOf).toList() : null;
  }

  /** -1 for none. */
  long count(K key, @Nullable Object from) {
    return of(key, from) instanceof Number number
        ? number instanceof Long ? (Long) number : Math.round(number.doubleValue())
        : -1;
  }

  /** As it was written: a float is not made longer. NaN for none. */
  double number(K key, @Nullable Object from) {
    Object value = of(key, from);
    return value instanceof Float written
        ? Double.parseDouble(written.toString())
        : value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}

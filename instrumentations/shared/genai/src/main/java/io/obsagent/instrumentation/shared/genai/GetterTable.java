// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a library's getters lead to what. Written once and read by all threads.
 *
 * @param <K> what can be led to
 */
final class GetterTable<K extends Enum<K>> {
  private final Getter plain;

  /** By the keys' ordinals. */
  private final @Nullable Getter[] ways;

  GetterTable(Class<K> keys, Getter plain) {
    this.plain = plain;
    this.ways = new Getter[keys.getEnumConstants().length];
  }

  void put(K key, String... names) {
    put(key, new GetterPath(plain, names));
  }

  void put(K key, Getter way) {
    ways[key.ordinal()] = way;
  }

  @Nullable Object of(K key, @Nullable Object from) {
    Getter way = ways[key.ordinal()];
    return from == null || way == null ? null : way.apply(from);
  }

  @Nullable String text(K key, @Nullable Object from) {
    return PlainValue.text(of(key, from));
  }

  @Nullable List<String> texts(K key, @Nullable Object from) {
    return PlainValue.texts(of(key, from));
  }

  long count(K key, @Nullable Object from) {
    return PlainValue.count(of(key, from));
  }

  double number(K key, @Nullable Object from) {
    return PlainValue.number(of(key, from));
  }
}

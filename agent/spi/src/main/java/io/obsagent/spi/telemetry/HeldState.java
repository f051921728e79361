// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * State that belongs to an object of the application, as in a {@link WeakMap}, but without a
 * look-up where the weaver has given the object's class a field ({@code Advices.holdState}). There
 * is one field in an object: it is of whoever puts first, and of one type of values; all else is in
 * the map. Thread-safe; a value is seen whole by any thread.
 */
public final class HeldState<K, V> {
  private final Class<V> type;
  private final WeakMap<K, V> elsewhere = new WeakMap<>();

  /**
   * @param type of the values, by which their owner is known: a class of the instrumentation's own,
   *     or one that all who hold it mean alike
   */
  public HeldState(Class<V> type) {
    this.type = type;
  }

  public @Nullable V get(K key) {
    Object held = HeldField.get(key);
    if (type.isInstance(held)) {
      return type.cast(held);
    }
    return elsewhere.isEmpty() ? null : elsewhere.get(key);
  }

  public void put(K key, V value) {
    if (!isMine(key) || !HeldField.put(key, value)) {
      elsewhere.put(key, value);
    }
  }

  /** Puts unless there is a value; answers the value that is then there. */
  public V putIfAbsent(K key, V value) {
    V known = get(key);
    if (known != null) {
      return known;
    }
    synchronized (this) { // once for each object
      known = get(key);
      if (known == null) {
        put(key, value);
      }
    }
    return known == null ? value : known;
  }

  public @Nullable V remove(K key) {
    Object held = HeldField.get(key);
    if (type.isInstance(held)) {
      HeldField.put(key, null);
      return type.cast(held);
    }
    return elsewhere.isEmpty() ? null : elsewhere.remove(key);
  }

  private boolean isMine(K key) {
    Object held = HeldField.get(key);
    return held == null || type.isInstance(held);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent map with weak identity keys, for state that belongs to an object of the application:
 * a connection's target, a task's context. Entries of collected keys go with the next write. A
 * value must not refer to its key. Thread-safe; reading allocates nothing.
 */
public final class WeakMap<K, V> {
  private static final WeakMap<Object, Object> SHARED = new WeakMap<>();

  private final ConcurrentHashMap<Object, V> map = new ConcurrentHashMap<>();
  private final ReferenceQueue<K> collected = new ReferenceQueue<>();

  /**
   * What advice of several class loaders has in common, where the library is in one above them:
   * each has classes, and so constants, of its own.
   *
   * @param owner a class of the library, with which it goes
   * @param first makes it, of types of the JDK or of these packages, with nothing of the
   *     instrumentation's own
   */
  @SuppressWarnings("unchecked") // each owner is asked for one type
  public static <T> T shared(Class<?> owner, Supplier<T> first) {
    Object known = SHARED.get(owner);
    return (T) (known != null ? known : SHARED.putIfAbsent(owner, first.get()));
  }

  public @Nullable V get(K key) {
    Probe probe = Probe.of(key);
    V value = map.get(probe);
    probe.key = null;
    return value;
  }

  public void put(K key, V value) {
    removeCollected();
    map.put(new WeakKey<>(key, collected), value);
  }

  /** Puts unless there is a value; answers the value that is then in the map. */
  public V putIfAbsent(K key, V value) {
    V existing = get(key);
    if (existing != null) {
      return existing;
    }
    removeCollected();
    existing = map.putIfAbsent(new WeakKey<>(key, collected), value);
    return existing != null ? existing : value;
  }

  public @Nullable V remove(K key) {
    Probe probe = Probe.of(key);
    V value = map.remove(probe);
    probe.key = null;
    return value;
  }

  /** Removes the key if it has just this value, which is compared by identity. */
  public boolean remove(K key, V value) {
    return map.remove(Probe.alone(key), value);
  }

  /** Puts another value if the key has just this one, which is compared by identity. */
  public boolean replace(K key, V value, V other) {
    return map.replace(Probe.alone(key), value, other);
  }

  /** Whether nothing was put that is still there; asks without allocating. */
  public boolean isEmpty() {
    return map.isEmpty();
  }

  public int size() {
    removeCollected();
    return map.size();
  }

  /** Calls back for all that are there, in no particular order. */
  @SuppressWarnings("unchecked")
  public void forEach(BiConsumer<K, V> taker) {
    map.forEach(
        (key, value) -> {
          K found = ((WeakReference<K>) key).get();
          if (found != null) {
            taker.accept(found, value);
          }
        });
  }

  private void removeCollected() {
    Reference<?> gone;
    while ((gone = collected.poll()) != null) {
      map.remove(gone);
    }
  }

  /** What a thread looks for; nothing is called meanwhile that could look for something else. */
  private static final class Probe {
    private static final ThreadLocal<Probe> OF_THREAD = ThreadLocal.withInitial(Probe::new);

    private @Nullable Object key;

    static Probe of(Object key) {
      Probe probe = OF_THREAD.get();
      probe.key = key;
      return probe;
    }

    /** Where values are compared, too, which may be anybody's code. */
    static Probe alone(Object key) {
      Probe probe = new Probe();
      probe.key = key;
      return probe;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof WeakKey<?> weak && weak.get() == key;
    }
  }

  private static final class WeakKey<K> extends WeakReference<K> {
    private final int hash;

    WeakKey(K key, ReferenceQueue<K> queue) {
      super(key, queue);
      this.hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Object mine = get();
      return mine != null && other instanceof WeakKey<?> weak && weak.get() == mine;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for each library of caches. */
@ExtendWith(AgentExtension.class)
public abstract class CacheKit {
  private final String library;
  private final String name;

  /**
   * @param name what the cache is called in metrics
   */
  protected CacheKit(String library, String name) {
    this.library = library;
    this.name = name;
  }

  /** A cache of two entries at most, which counts. */
  protected abstract Cache open();

  /** The library's cache. */
  protected interface Cache extends AutoCloseable {
    void put(String key, String value);

    @Nullable String get(String key);

    @Override
    default void close() {}
  }

  @Test
  void aCacheIsReadWhenMetricsAre() {
    double hits = value("hits_total");
    double misses = value("misses_total");
    double evictions = value("evictions_total");
    try (Cache cache = open()) {
      cache.put("a", "1");
      assertThat(cache.get("a")).isEqualTo("1");
      assertThat(cache.get("a")).isEqualTo("1");
      assertThat(cache.get("z")).isNull();
      assertThat(value("hits_total")).isEqualTo(hits + 2);
      assertThat(value("misses_total")).isEqualTo(misses + 1);
      for (int i = 0; i < 10; i++) {
        cache.put("k" + i, "v");
      }
      Recorded.await(
          () -> value("evictions_total") == evictions + 9,
          () -> "evictions: " + value("evictions_total"));
      assertThat(value("entries")).isEqualTo(2);
    }
    assertThat(Recorded.settled()).isEmpty();
  }

  /** 0 where there is none. */
  protected final double value(String metric) {
    Double value =
        Recorded.metric("cache_" + metric + "{cache=\"" + name + "\",library=\"" + library + "\"}");
    return value == null ? 0 : value;
  }
}

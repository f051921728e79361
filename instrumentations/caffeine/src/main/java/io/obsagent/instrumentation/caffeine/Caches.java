// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.obsagent.instrumentation.shared.cache.CacheReader;
import io.obsagent.instrumentation.shared.cache.ObservedCaches;
import org.jspecify.annotations.Nullable;

/** The caches that there are. */
final class Caches {
  private static final ObservedCaches<Cache<?, ?>> CACHES =
      new ObservedCaches<>(new Reader(), "caffeine");

  /** It names its caches. */
  private static final String SPRING = "org.springframework.cache.";

  private Caches() {}

  /** One that was built just now, by whoever called. */
  static void built(@Nullable Cache<?, ?> cache) {
    if (cache != null) {
      String maker = ObservedCaches.maker(SPRING, "com.github.benmanes.caffeine.");
      if (maker != null) {
        CACHES.observe(cache, maker);
      }
    }
  }

  static void named(Cache<?, ?> cache, String name) {
    CACHES.observe(cache, name);
  }

  private static final class Reader extends CacheReader<Cache<?, ?>> {
    @Override
    public double[] read(Cache<?, ?> cache) {
      long entries = cache.estimatedSize();
      if (!cache.policy().isRecordingStats()) {
        return values(Double.NaN, Double.NaN, Double.NaN, entries);
      }
      CacheStats stats = cache.stats();
      return values(stats.hitCount(), stats.missCount(), stats.evictionCount(), entries);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.guavacache;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheStats;
import io.obsagent.instrumentation.shared.cache.CacheReader;
import io.obsagent.instrumentation.shared.cache.ObservedCaches;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for the builder of all caches. */
final class BuilderAdvices {
  private static final String LIBRARY = "guava";
  private static final String PACKAGE = "com.google.common.";

  /** A cache does not say whether it counts, only its builder does. */
  private static final ObservedCaches<Cache<?, ?>> COUNTING =
      new ObservedCaches<>(new CountingReader(), LIBRARY);

  private static final ObservedCaches<Cache<?, ?>> OTHERS =
      new ObservedCaches<>(new SizeReader(), LIBRARY);

  private BuilderAdvices() {}

  /** Advice for {@code build}. */
  static final class Build {
    private Build() {}

    @OnEnter
    static Boolean enter(@This CacheBuilder<?, ?> builder) {
      return RecordingFlag.OF_BUILDERS.get(builder.getClass()).isSet(builder);
    }

    @OnExit
    static void exit(@Token @Nullable Boolean counts, @Return @Nullable Cache<?, ?> cache) {
      String maker = cache == null ? null : ObservedCaches.maker("\0", PACKAGE);
      if (cache != null && maker != null) {
        (Boolean.TRUE.equals(counts) ? COUNTING : OTHERS).observe(cache, maker);
      }
    }
  }

  private static final class CountingReader extends CacheReader<Cache<?, ?>> {
    @Override
    public double[] read(Cache<?, ?> cache) {
      CacheStats stats = cache.stats();
      return values(stats.hitCount(), stats.missCount(), stats.evictionCount(), cache.size());
    }
  }

  private static final class SizeReader extends CacheReader<Cache<?, ?>> {
    @Override
    public double[] read(Cache<?, ?> cache) {
      return values(Double.NaN, Double.NaN, Double.NaN, cache.size());
    }
  }
}

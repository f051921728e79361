// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ehcache;

import io.obsagent.instrumentation.shared.cache.CacheReader;
import io.obsagent.instrumentation.shared.cache.ObservedCaches;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.ehcache.core.spi.service.StatisticsService;
import org.ehcache.core.statistics.CacheStatistics;
import org.ehcache.core.statistics.TierStatistics;
import org.jspecify.annotations.Nullable;

/** Advice for the service of statistics. */
final class ServiceAdvices {
  private static final ObservedCaches<CacheStatistics> CACHES =
      new ObservedCaches<>(new Reader(), "ehcache");

  private ServiceAdvices() {}

  /** Advice for {@code cacheAdded}. The service holds what it counts of a cache. */
  static final class Added {
    private Added() {}

    @OnEnter
    static Addition enter(@This StatisticsService service, @Argument(0) @Nullable String name) {
      return new Addition(service, name);
    }

    @OnExit
    static void exit(@Token @Nullable Addition addition, @Thrown @Nullable Throwable thrown) {
      if (addition != null && addition.name != null && thrown == null) {
        CacheStatistics statistics = addition.service.getCacheStatistics(addition.name);
        if (statistics != null) {
          CACHES.observe(statistics, addition.name);
        }
      }
    }

    private record Addition(StatisticsService service, @Nullable String name) {}
  }

  private static final class Reader extends CacheReader<CacheStatistics> {
    @Override
    public double[] read(CacheStatistics cache) {
      return values(
          cache.getCacheHits(), cache.getCacheMisses(), cache.getCacheEvictions(), entries(cache));
    }

    /** The lowest tier has all of them. */
    private static double entries(CacheStatistics cache) {
      double entries = Double.NaN;
      for (TierStatistics tier : cache.getTierStatistics().values()) {
        double ofTier = tier.getMappings();
        entries = ofTier < 0 || entries >= ofTier ? entries : ofTier;
      }
      return entries;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.cache;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics.Reader;
import java.util.List;

/**
 * Reads a cache at collection time. A module makes one and keeps it as a constant, for it is held
 * weakly.
 *
 * @param <C> the library's type of a cache
 */
public abstract class CacheReader<C> implements Reader<C> {
  static final MetricDefinition HITS =
      counter("hits", "Look-ups that a cache has answered.").unit("{request}");

  static final MetricDefinition MISSES =
      counter("misses", "Look-ups that a cache could not answer.").unit("{request}");

  static final MetricDefinition EVICTIONS =
      counter("evictions", "Entries that a cache has given up, for space or for age.")
          .unit("{entry}");

  static final MetricDefinition ENTRIES =
      MetricDefinition.gauge("cache_entries", "Entries of a cache, about.")
          .unit("{entry}")
          .labels("cache", "library");

  @Override
  public final List<MetricDefinition> definitions() {
    return List.of(HITS, MISSES, EVICTIONS, ENTRIES);
  }

  /** NaN where the cache does not count. */
  protected static double[] values(double hits, double misses, double evictions, double entries) {
    return new double[] {hits, misses, evictions, entries};
  }

  private static MetricDefinition counter(String name, String help) {
    return MetricDefinition.counter("cache_" + name + "_total", help).labels("cache", "library");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.pool;

import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.Telemetry;
import org.jspecify.annotations.Nullable;

/**
 * The pools of a library, each observed once for as long as it lives. Its times are found without a
 * look-up where the module holds state in the pool's class. Thread-safe.
 *
 * @param <P> the library's type of a pool
 */
public final class ObservedPools<P> {
  private final HeldState<P, PoolTimes> pools = new HeldState<>(PoolTimes.class);
  private final PoolReader<P> reader;

  /**
   * @param reader a constant
   */
  public ObservedPools(PoolReader<P> reader) {
    this.reader = reader;
  }

  /** Null for a pool that was not observed yet: it may have lived before the agent came. */
  public @Nullable PoolTimes get(P pool) {
    return pools.get(pool);
  }

  /** The times of a pool that is not to be observed yet: those of one name are added up. */
  public static PoolTimes timesOf(PoolLabels labels) {
    return new PoolTimes(labels);
  }

  /** Observes a pool, unless that has been done. */
  public PoolTimes observe(P pool, PoolLabels labels) {
    PoolTimes times = new PoolTimes(labels);
    PoolTimes known = pools.putIfAbsent(pool, times);
    if (known == times) { // two threads may be the first ones
      Telemetry.metrics().observe(pool, reader, labels.database(), labels.pool());
      DbPools.add(pool, reader, labels.database(), labels.pool());
    }
    return known;
  }
}

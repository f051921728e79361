// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.telemetry.DbTarget;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import org.jspecify.annotations.Nullable;

/** Advice for pools. */
final class PoolAdvices {
  private static final ObservedPools<ConnectionPool> POOLS = new ObservedPools<>(new Reader());

  private PoolAdvices() {}

  /** A pool is made. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(@This ConnectionPool pool, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        DbTarget known = Targets.OF_FACTORIES.get(pool.unwrap());
        POOLS.observe(pool, PoolLabels.of(null, known == null ? DbTarget.UNKNOWN_SQL : known));
      }
    }
  }

  private static final class Reader extends PoolReader<ConnectionPool> {
    @Override
    public double[] read(ConnectionPool pool) {
      PoolMetrics metrics = pool.isDisposed() ? null : pool.getMetrics().orElse(null);
      return metrics == null
          ? closed()
          : values(
              metrics.acquiredSize(),
              metrics.idleSize(),
              metrics.getMaxAllocatedSize(),
              metrics.pendingAcquireSize());
    }
  }
}

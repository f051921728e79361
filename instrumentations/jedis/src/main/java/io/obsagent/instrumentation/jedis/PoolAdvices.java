// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.instrumentation.shared.pool.Asking;
import io.obsagent.instrumentation.shared.pool.Loans;
import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.NoSuchElementException;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.jspecify.annotations.Nullable;

/** Pools of connections: gauges, and the time that those wait who ask for one. */
final class PoolAdvices {
  private static final ObservedPools<GenericObjectPool<?>> POOLS =
      new ObservedPools<>(new Gauges());

  private static final Loans LOANS = new Loans(false);

  private PoolAdvices() {}

  private static final class Gauges extends PoolReader<GenericObjectPool<?>> {
    @Override
    public double[] read(GenericObjectPool<?> pool) {
      return pool.isClosed()
          ? closed()
          : values(
              pool.getNumActive(), pool.getNumIdle(), pool.getMaxTotal(), pool.getNumWaiters());
    }
  }

  /** The first connection that a pool gives away tells where it leads. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static Asking enter(@This GenericObjectPool<?> pool) {
      return Asking.of(pool);
    }

    @OnExit
    static void exit(
        @Token @Nullable Asking asking,
        @Return @Nullable Object resource,
        @Thrown @Nullable Throwable thrown) {
      if (asking == null || !(asking.over() instanceof GenericObjectPool<?> pool)) {
        return;
      }
      PoolTimes times = POOLS.get(pool);
      if (times == null && thrown == null) {
        times = POOLS.observe(pool, PoolLabels.of(null, Connections.target(resource)));
      }
      if (times != null && (thrown == null || isTimeout(thrown))) {
        times.waitedSince(asking.start());
        if (thrown != null) {
          times.timedOut();
        }
        LOANS.taken(times, resource);
      }
    }

    private static boolean isTimeout(Throwable thrown) {
      return thrown.getCause() instanceof NoSuchElementException;
    }
  }

  /** What was lent comes back. */
  static final class Returned {
    private Returned() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Object resource) {
      LOANS.givenBack(resource);
    }
  }
}

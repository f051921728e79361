// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.jspecify.annotations.Nullable;

/** Pools of connections, each by a number, for nothing tells where one will lead. */
final class PoolAdvices {
  private static final ObservedPools<GenericObjectPool<?>> POOLS =
      new ObservedPools<>(new Gauges());
  private static final AtomicInteger NUMBER = new AtomicInteger();

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

  /** A method that makes a pool may call another one. */
  static final class Made {
    private Made() {}

    @OnExit
    static void exit(@Return @Nullable GenericObjectPool<?> pool) {
      if (pool != null && POOLS.get(pool) == null) {
        POOLS.observe(pool, new PoolLabels("none", "lettuce-" + NUMBER.incrementAndGet()));
      }
    }
  }
}

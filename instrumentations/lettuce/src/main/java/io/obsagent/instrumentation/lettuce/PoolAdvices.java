// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

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
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.jspecify.annotations.Nullable;

/** Pools of connections, each by a number, for nothing tells where one will lead. */
final class PoolAdvices {
  private static final ObservedPools<GenericObjectPool<?>> POOLS =
      new ObservedPools<>(new Gauges());
  private static final AtomicInteger NUMBER = new AtomicInteger();

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

  /** A connection is asked for, with or without a bound to the wait. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static PoolTimes.@Nullable Request enter(@This GenericObjectPool<?> pool) {
      PoolTimes times = POOLS.get(pool);
      return times == null ? null : times.request();
    }

    @OnExit
    static void exit(
        @Token PoolTimes.@Nullable Request request,
        @Return @Nullable Object connection,
        @Thrown @Nullable Throwable thrown) {
      if (request != null && thrown == null) {
        request.served();
        LOANS.taken(request.times(), connection);
      } else if (request != null && thrown instanceof NoSuchElementException) {
        request.timedOut();
      }
    }
  }

  /** What was lent comes back. */
  static final class Returned {
    private Returned() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Object connection) {
      LOANS.givenBack(connection);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.Objects;

/** The pools, each observed once. */
final class PoolAdvices {
  private static final WeakMap<HikariPool, Object> SEEN = new WeakMap<>();

  private PoolAdvices() {}

  /** A pool is made, and its configuration valid. */
  static final class Made {
    private Made() {}

    @OnExit
    static void exit(@This HikariPool pool) {
      observe(pool);
    }
  }

  /** A pool is asked for a connection: it may have lived before the agent came. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static void enter(@This HikariPool pool) {
      if (SEEN.get(pool) == null) {
        observe(pool);
      }
    }
  }

  private static void observe(HikariPool pool) {
    HikariConfig config = pool.config;
    Object mark = new Object();
    if (config == null || SEEN.putIfAbsent(pool, mark) != mark) {
      return; // two threads may be the first ones
    }
    Telemetry.metrics()
        .observe(
            pool,
            PoolGauges.INSTANCE,
            DatabaseName.of(config),
            Objects.requireNonNullElse(config.getPoolName(), "none"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.Telemetry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pool is made, and its configuration valid. */
final class PoolAdvice {
  private PoolAdvice() {}

  @OnEnter
  static @Nullable HikariConfig enter(@Argument(0) @Nullable HikariConfig config) {
    return config;
  }

  @OnExit
  static void exit(@This HikariPool pool, @Token @Nullable HikariConfig config) {
    if (config == null) {
      return;
    }
    Telemetry.metrics()
        .observe(
            pool,
            PoolGauges.INSTANCE,
            DatabaseName.of(config),
            Objects.requireNonNullElse(config.getPoolName(), "none"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.pool.HikariPool;
import io.obsagent.instrumentation.shared.pool.PoolReader;

/** Reads a pool of HikariCP. */
final class HikariReader extends PoolReader<HikariPool> {
  static final HikariReader INSTANCE = new HikariReader();

  private HikariReader() {}

  @Override
  public double[] read(HikariPool pool) {
    return pool.poolState == HikariPool.POOL_SHUTDOWN
        ? closed()
        : values(
            pool.getActiveConnections(),
            pool.getIdleConnections(),
            pool.config.getMaximumPoolSize(),
            pool.getThreadsAwaitingConnection());
  }
}

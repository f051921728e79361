// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.pool.HikariPool;
import io.obsagent.spi.metrics.Metrics.GaugeDefinition;
import io.obsagent.spi.metrics.Metrics.GaugeReader;

/** Reads a pool at collection time; a pool that is shut down has nothing to tell. */
enum PoolGauges implements GaugeReader<HikariPool> {
  INSTANCE;

  private static final String UNIT = "{connection}";
  private static final double GONE = Double.NaN;

  @Override
  public GaugeDefinition[] definitions() {
    return new GaugeDefinition[] {
      gauge("active", "Connections of a pool that are in use."),
      gauge("idle", "Connections of a pool that wait for use."),
      gauge("max", "Connections that a pool may have."),
      gauge("pending", "Threads that wait for a connection of a pool.")
    };
  }

  @Override
  public double[] read(HikariPool pool) {
    if (pool.poolState == HikariPool.POOL_SHUTDOWN) {
      return new double[] {GONE, GONE, GONE, GONE};
    }
    return new double[] {
      pool.getActiveConnections(),
      pool.getIdleConnections(),
      pool.config.getMaximumPoolSize(),
      pool.getThreadsAwaitingConnection()
    };
  }

  private static GaugeDefinition gauge(String name, String help) {
    return new GaugeDefinition("database_connections_" + name, help, UNIT, "database", "pool");
  }
}

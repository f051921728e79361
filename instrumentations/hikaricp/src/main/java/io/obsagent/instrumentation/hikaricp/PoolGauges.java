// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.pool.HikariPool;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics.Reader;
import io.obsagent.spi.metrics.SemconvName;
import java.util.List;

/** Reads a pool at collection time; a pool that is shut down has nothing to tell. */
enum PoolGauges implements Reader<HikariPool> {
  INSTANCE;

  static final MetricDefinition ACTIVE =
      gauge("active", "Connections of a pool that are in use.")
          .unit("{connection}")
          .semconv(count("used"));

  static final MetricDefinition IDLE =
      gauge("idle", "Connections of a pool that wait for use.")
          .unit("{connection}")
          .semconv(count("idle"));

  static final MetricDefinition MAX =
      gauge("max", "Connections that a pool may have.")
          .unit("{connection}")
          .semconv(semconv("max", "{connection}"));

  static final MetricDefinition PENDING =
      gauge("pending", "Threads that wait for a connection of a pool.")
          .unit("{connection}")
          .semconv(semconv("pending_requests", "{request}"));

  private static final double GONE = Double.NaN;

  @Override
  public List<MetricDefinition> definitions() {
    return List.of(ACTIVE, IDLE, MAX, PENDING);
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

  private static MetricDefinition gauge(String name, String help) {
    return MetricDefinition.gauge("database_connections_" + name, help).labels("database", "pool");
  }

  private static SemconvName count(String state) {
    return semconv("count", "{connection}").constant("db.client.connection.state", state);
  }

  private static SemconvName semconv(String name, String unit) {
    return SemconvName.of("db.client.connection." + name, unit)
        .asUpDown()
        .attribute("pool", "db.client.connection.pool.name");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.pool;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import io.obsagent.spi.telemetry.DbPools;
import java.util.List;

/**
 * Reads a pool at collection time, and borrows from it for what the user wants asked. A module
 * makes one and keeps it as a constant, for it is held weakly.
 *
 * @param <P> the library's type of a pool
 */
public abstract class PoolReader<P> implements DbPools.Source<P> {
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
          .semconv(upDown("max", "{connection}"));

  static final MetricDefinition PENDING =
      gauge("pending", "Threads that wait for a connection of a pool.")
          .unit("{connection}")
          .semconv(upDown("pending_requests", "{request}"));

  @Override
  public final List<MetricDefinition> definitions() {
    return List.of(ACTIVE, IDLE, MAX, PENDING);
  }

  /** What an open pool has. */
  protected static double[] values(double active, double idle, double max, double pending) {
    return new double[] {active, idle, max, pending};
  }

  /** A pool that is closed has nothing to tell. */
  protected static double[] closed() {
    return values(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  private static MetricDefinition gauge(String name, String help) {
    return MetricDefinition.gauge("database_connections_" + name, help).labels("database", "pool");
  }

  private static SemconvName count(String state) {
    return upDown("count", "{connection}").constant("db.client.connection.state", state);
  }

  private static SemconvName upDown(String name, String unit) {
    return SemconvName.of("db.client.connection." + name, unit)
        .asUpDown()
        .attribute("pool", "db.client.connection.pool.name");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.DbPools;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** A pool as of the application, of one connection that stays as whoever had it has left it. */
final class OneConnectionPool implements AutoCloseable {
  private static final Reader READER = new Reader();

  final Connection physical;
  final String name;
  private final DbPools.Pool known;
  volatile double active;
  volatile double pending;
  volatile boolean closed;
  volatile int given;

  OneConnectionPool(String name, String url, String user) throws SQLException {
    this.name = name;
    physical = DriverManager.getConnection(url, user, "");
    DbPools.add(this, READER, "none", name);
    List<DbPools.Pool> all = DbPools.all();
    known = all.get(all.size() - 1);
  }

  DbPools.Pool known() {
    return known;
  }

  private Connection give() {
    active++;
    given++;
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                active--;
                return null;
              }
              try {
                return method.invoke(physical, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    physical.close();
  }

  private static final class Reader implements DbPools.Source<OneConnectionPool> {
    @Override
    public List<MetricDefinition> definitions() {
      return List.of();
    }

    @Override
    public double[] read(OneConnectionPool pool) {
      return pool.closed
          ? new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}
          : new double[] {pool.active, 1 - pool.active, 1, pool.pending};
    }

    @Override
    public Connection connection(OneConnectionPool pool) {
      return pool.give();
    }
  }
}

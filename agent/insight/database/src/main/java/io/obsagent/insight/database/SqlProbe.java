// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A query whose rows are the series of a gauge. Immutable.
 *
 * @param name for messages
 * @param metric its first labels are {@code database} and {@code server}
 * @param sql one statement that reads
 * @param columns the texts of a row, in the order of the metric's other labels
 * @param value column of the number; the last one that is no label where this is empty
 * @param systems whose databases are asked; empty for all
 * @param pool whose database is asked; empty for all
 * @param interval between two questions, 10 s to 1 d
 * @param timeout of the statement, 100 ms to 30 s
 */
record SqlProbe(
    String name,
    MetricDefinition metric,
    String sql,
    List<String> columns,
    String value,
    Set<String> systems,
    String pool,
    Duration interval,
    Duration timeout) {
  /** What a probe tells at most. */
  static final int MAX_ROWS = 100;

  private static final int MAX_LABEL = 128;
  private static final String NONE = "none";

  /** The same for a pool and with times. */
  SqlProbe with(String ofPool, Duration every, Duration within) {
    return new SqlProbe(name, metric, sql, columns, value, systems, ofPool, every, within);
  }

  boolean isFor(String system) {
    return systems.isEmpty() || systems.contains(system);
  }

  boolean isOfPool(String name) {
    return pool.isEmpty() || pool.equals(name);
  }

  /** Asks within the session's transaction. */
  List<MetricFamily.Point> ask(Connection connection, String database, String server)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(ReadOnlySession.seconds(timeout));
      statement.setMaxRows(MAX_ROWS);
      try (ResultSet rows = statement.executeQuery(sql)) {
        return points(rows, database, server);
      }
    }
  }

  private List<MetricFamily.Point> points(ResultSet rows, String database, String server)
      throws SQLException {
    int number = valueColumn(rows.getMetaData());
    List<MetricFamily.Point> points = new ArrayList<>();
    while (points.size() < MAX_ROWS && rows.next()) {
      double value = rows.getDouble(number);
      if (!rows.wasNull()) {
        List<String> labels = new ArrayList<>(List.of(database, server));
        for (String column : columns) {
          labels.add(bounded(rows.getString(column)));
        }
        points.add(new NumberPoint(labels, value, null));
      }
    }
    return points;
  }

  private int valueColumn(ResultSetMetaData data) throws SQLException {
    int last = 0;
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String label = data.getColumnLabel(i);
      if (value.isEmpty() ? label.equalsIgnoreCase("value") : label.equalsIgnoreCase(value)) {
        return i;
      }
      last = columns.stream().anyMatch(label::equalsIgnoreCase) ? last : i;
    }
    if (last == 0 || !value.isEmpty()) {
      throw new SQLException("no column " + (value.isEmpty() ? "value" : value));
    }
    return last;
  }

  private static String bounded(String text) {
    if (text == null || text.isEmpty()) {
      return NONE;
    }
    return text.length() > MAX_LABEL ? text.substring(0, MAX_LABEL) : text;
  }
}

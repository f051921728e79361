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

  /** Between names of one column, which servers call by one or the other. */
  private static final String OR = " or ";

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
    ResultSetMetaData data = rows.getMetaData();
    int number = value.isEmpty() ? valueColumn(data) : column(data, value);
    int[] texts = new int[columns.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column(data, columns.get(i));
    }
    List<MetricFamily.Point> points = new ArrayList<>();
    while (points.size() < MAX_ROWS && rows.next()) {
      double found = rows.getDouble(number);
      if (!rows.wasNull()) {
        List<String> labels = new ArrayList<>(List.of(database, server));
        for (int text : texts) {
          labels.add(bounded(rows.getString(text)));
        }
        points.add(new NumberPoint(labels, found, null));
      }
    }
    return points;
  }

  /** The first column of one of these names. */
  private static int column(ResultSetMetaData data, String names) throws SQLException {
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String label = data.getColumnLabel(i);
      for (String name : names.split(OR)) {
        if (label.equalsIgnoreCase(name)) {
          return i;
        }
      }
    }
    throw new SQLException("no column " + names);
  }

  /** The column {@code value}, or the last that is no label. */
  private int valueColumn(ResultSetMetaData data) throws SQLException {
    int last = 0;
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String label = data.getColumnLabel(i);
      if (label.equalsIgnoreCase("value")) {
        return i;
      }
      last = columns.stream().anyMatch(label::equalsIgnoreCase) ? last : i;
    }
    if (last == 0) {
      throw new SQLException("no column value");
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

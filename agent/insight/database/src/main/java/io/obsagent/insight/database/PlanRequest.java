// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a database how it would run a statement of which the values are not known, without running
 * it. PostgreSQL has plans for any value; to the others each value is {@code 1}.
 */
final class PlanRequest {
  static final Set<String> SYSTEMS =
      Set.of("postgresql", "mariadb", "mysql", "h2database", "sqlite");

  private static final int MAX_CHARS = 65_536;
  private static final String NAME = "obs_agent_explained";

  /** Quoted names, which stay; an operator of PostgreSQL as its driver has it; values. */
  private static final Pattern PLACE =
      Pattern.compile(
          "\"(?:[^\"]|\"\")*+\"|`[^`]*+`|\\?\\?|\\$(\\d{1,4})|(?<before>\\b(?:limit|offset)\\s+)?\\?",
          Pattern.CASE_INSENSITIVE);

  private final ReadOnlySession session;
  private final Duration timeout;

  PlanRequest(ReadOnlySession session, Duration timeout) {
    this.session = session;
    this.timeout = timeout;
  }

  /**
   * @param sql that reads, with {@code ?} or {@code $1} in the place of values
   */
  String explain(String sql) throws SQLException {
    session.begin(timeout);
    return switch (session.target().system()) {
      case "postgresql" -> postgres(sql);
      case "mariadb", "mysql" -> prepared("EXPLAIN FORMAT=JSON " + withoutLimits(sql), 1);
      case "sqlite" -> prepared("EXPLAIN QUERY PLAN " + sql, 4);
      default -> prepared("EXPLAIN " + sql, 1);
    };
  }

  /**
   * By a statement that the server prepares, for which it makes one plan for all values. That one
   * outlives the transaction, and is dropped in another.
   */
  private String postgres(String sql) throws SQLException {
    Connection connection = session.connection();
    StringBuilder text = new StringBuilder();
    int values = numbered(sql, text);
    boolean prepared = false;
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(ReadOnlySession.seconds(timeout));
      statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE " + NAME + " AS " + text);
      prepared = true;
      String nulls = values == 0 ? "" : "(NULL" + ", NULL".repeat(values - 1) + ")";
      try (ResultSet rows = statement.executeQuery("EXPLAIN EXECUTE " + NAME + nulls)) {
        return lines(rows, 1);
      }
    } finally {
      connection.rollback();
      if (prepared) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("DEALLOCATE " + NAME);
        }
      }
    }
  }

  /** Gives each value a number; answers how many there are. */
  static int numbered(String sql, StringBuilder out) {
    int highest = 0;
    Matcher place = PLACE.matcher(sql);
    while (place.find()) {
      highest = place.group(1) == null ? highest : Math.max(highest, number(place));
    }
    place.reset();
    while (place.find()) {
      String found = place.group();
      if (found.equals("??")) {
        place.appendReplacement(out, "?");
      } else if (found.endsWith("?")) {
        place.appendReplacement(
            out,
            Matcher.quoteReplacement(found.substring(0, found.length() - 1) + '$' + ++highest));
      }
    }
    place.appendTail(out);
    return highest;
  }

  private static int number(Matcher place) {
    return Integer.parseInt(place.group(1));
  }

  /** MySQL takes a text nowhere less than there. */
  static String withoutLimits(String sql) {
    StringBuilder out = new StringBuilder();
    Matcher place = PLACE.matcher(sql);
    while (place.find()) {
      if (place.group("before") != null) {
        place.appendReplacement(out, Matcher.quoteReplacement(place.group("before") + '1'));
      }
    }
    return place.appendTail(out).toString();
  }

  private String prepared(String sql, int column) throws SQLException {
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      statement.setQueryTimeout(ReadOnlySession.seconds(timeout));
      Matcher place = PLACE.matcher(sql);
      for (int i = 1; place.find(); ) {
        if (place.group().endsWith("?")) {
          statement.setString(i++, "1");
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        return lines(rows, column);
      }
    }
  }

  private static String lines(ResultSet rows, int column) throws SQLException {
    StringBuilder plan = new StringBuilder();
    while (plan.length() < MAX_CHARS && rows.next()) {
      plan.append(plan.isEmpty() ? "" : "\n").append(rows.getString(column));
    }
    return plan.length() > MAX_CHARS ? plan.substring(0, MAX_CHARS) + '…' : plan.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.telemetry.DbOperation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything would have ended a statement. Asked only of one that took long and went well,
 * after it: drivers have both values at hand, but for H2's, which asks its database once for each
 * connection.
 */
final class TimeLimits {
  private TimeLimits() {}

  /**
   * Says of a call that has ended if it had no time-out.
   *
   * @param statement that has run, or null where that is not known
   */
  static void tell(DbOperation operation, @Nullable Statement statement) {
    if (statement != null && operation.tookLong() && isUnbounded(statement)) {
      operation.unbounded();
    }
  }

  private static boolean isUnbounded(Statement statement) {
    Inside.enter(null);
    try {
      Connection connection = statement.getConnection();
      return statement.getQueryTimeout() <= 0
          && connection != null
          && connection.getNetworkTimeout() <= 0;
    } catch (SQLException | RuntimeException | LinkageError e) {
      return false; // closed meanwhile, or older than Java 7: nobody knows
    } finally {
      Inside.exit();
    }
  }
}

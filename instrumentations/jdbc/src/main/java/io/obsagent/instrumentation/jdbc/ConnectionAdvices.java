// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.jspecify.annotations.Nullable;

/** Advice for connections: where one leads, and what it prepares. */
final class ConnectionAdvices {
  private ConnectionAdvices() {}

  /** Remembers what a new connection leads to; what the driver runs meanwhile is its own affair. */
  static final class Connect {
    private Connect() {}

    @OnEnter
    static @Nullable String enter(@Argument(0) @Nullable String url) {
      if (url != null) {
        Statements.connecting();
      }
      return url;
    }

    @OnExit
    static void exit(@Token @Nullable String url, @Return @Nullable Connection connection) {
      if (url != null) {
        Statements.connected(connection, url);
      }
    }
  }

  /** Remembers the statement of a prepared statement. */
  static final class Prepare {
    private Prepare() {}

    @OnEnter
    static @Nullable String enter(@Argument(0) @Nullable String sql) {
      return sql;
    }

    @OnExit
    static void exit(@Token @Nullable String sql, @Return @Nullable PreparedStatement statement) {
      if (sql != null && statement != null) {
        Statements.prepared(statement, sql);
      }
    }
  }
}

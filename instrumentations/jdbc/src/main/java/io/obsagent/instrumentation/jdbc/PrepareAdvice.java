// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import java.sql.PreparedStatement;
import org.jspecify.annotations.Nullable;

/** Remembers the statement of a prepared statement. */
final class PrepareAdvice {
  private PrepareAdvice() {}

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

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import java.lang.reflect.Field;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's COPY, which its driver runs beside JDBC, from a reader or to a writer. */
final class CopyAdvice {
  /** Nothing else leads from a copy to its connection. */
  private static final ClassValue<Field> CONNECTION =
      new ClassValue<>() {
        @Override
        protected Field computeValue(Class<?> type) {
          for (Field field : type.getDeclaredFields()) {
            if (Connection.class.isAssignableFrom(field.getType()) && field.trySetAccessible()) {
              return field;
            }
          }
          throw new IllegalStateException(type + " has no connection");
        }
      };

  private CopyAdvice() {}

  @OnEnter
  static @Nullable DbOperation enter(@This Object manager, @Argument(0) @Nullable String sql)
      throws IllegalAccessException {
    return sql != null
            && CONNECTION.get(manager.getClass()).get(manager) instanceof Connection connection
        ? Statements.start(connection, sql)
        : null;
  }

  @OnExit
  static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
    Statements.end(operation, thrown);
  }
}

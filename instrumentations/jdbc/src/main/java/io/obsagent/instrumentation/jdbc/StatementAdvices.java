// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Advice for statements that run by themselves. */
final class StatementAdvices {
  private StatementAdvices() {}

  /** A statement with its text that may return rows, or says whether it does. */
  static final class AnswerToText {
    private AnswerToText() {}

    @OnEnter
    static @Nullable DbOperation enter(
        @This Statement statement, @Argument(0) @Nullable String sql) {
      return sql == null ? null : Statements.start(statement, sql);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object answer,
        @Thrown @Nullable Throwable thrown) {
      Statements.endAnswered(operation, answer, thrown);
    }
  }

  /** The same of a prepared statement. */
  static final class AnswerToPrepared {
    private AnswerToPrepared() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Statement statement) {
      return Statements.startPrepared(statement);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object answer,
        @Thrown @Nullable Throwable thrown) {
      Statements.endAnswered(operation, answer, thrown);
    }
  }

  /** An update with its text; some count in longs. */
  static final class UpdateText {
    private UpdateText() {}

    @OnEnter
    static @Nullable DbOperation enter(
        @This Statement statement, @Argument(0) @Nullable String sql) {
      return sql == null ? null : Statements.start(statement, sql);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return long rows,
        @Thrown @Nullable Throwable thrown) {
      Statements.endUpdate(operation, rows, thrown);
    }
  }

  /** The same of a prepared statement. */
  static final class UpdatePrepared {
    private UpdatePrepared() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Statement statement) {
      return Statements.startPrepared(statement);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return long rows,
        @Thrown @Nullable Throwable thrown) {
      Statements.endUpdate(operation, rows, thrown);
    }
  }

  /** PostgreSQL's COPY, which its driver runs beside JDBC, from a reader or to a writer. */
  static final class Copy {
    /** Nothing else leads from a copy to its connection. */
    private static final ClassValue<@Nullable Field> CONNECTION =
        new ClassValue<>() {
          @Override
          protected @Nullable Field computeValue(Class<?> type) {
            try {
              for (Field field : type.getDeclaredFields()) {
                if (Connection.class.isAssignableFrom(field.getType())
                    && field.trySetAccessible()) {
                  return field;
                }
              }
            } catch (LinkageError e) {
              return null; // a driver may name types of libraries that are not there
            }
            return null;
          }
        };

    private Copy() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Object manager, @Argument(0) @Nullable String sql)
        throws IllegalAccessException {
      Field field = sql == null ? null : CONNECTION.get(manager.getClass());
      return field != null && field.get(manager) instanceof Connection connection
          ? Statements.start(connection, sql)
          : null;
    }

    @OnExit
    static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
      Statements.end(operation, thrown);
    }
  }

  /** A statement is closed. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Statement statement) {
      Statements.closed(statement);
    }
  }
}

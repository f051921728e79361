// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Advice for rows that the application reads. */
final class RowAdvices {
  private RowAdvices() {}

  /** A statement is made: before it runs, it is known that its rows are counted. */
  static final class Make {
    private Make() {}

    @OnEnter
    static void enter() {
      Statements.readRows();
    }
  }

  /** The application moves to a row. */
  static final class Move {
    private Move() {}

    @OnEnter
    static Rows.@Nullable Fetch enter(@This ResultSet rows) {
      return Rows.moving(rows);
    }

    @OnExit
    static void exit(
        @Token Rows.@Nullable Fetch fetch,
        @Return boolean there,
        @Thrown @Nullable Throwable thrown) {
      if (fetch != null) {
        fetch.moved(there && thrown == null);
      }
    }
  }

  /** Rows are closed. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This ResultSet rows) {
      Rows.closed(rows);
    }
  }

  /** The application asks for what else a statement has returned. */
  static final class More {
    private More() {}

    @OnEnter
    static Statement enter(@This Statement statement) {
      return statement;
    }

    @OnExit
    static void exit(@Token @Nullable Statement statement, @Return boolean rows) {
      if (statement != null && !rows) {
        Rows.noMore(statement);
      }
    }
  }
}

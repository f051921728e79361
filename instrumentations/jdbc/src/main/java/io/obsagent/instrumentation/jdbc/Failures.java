// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/** What a failure says of itself: its status, and whether others or time are to blame. */
final class Failures {
  private static final String UNKNOWN_STATUS = "unknown";

  private Failures() {}

  /** A driver's exceptions are its own code, which may fail as such. */
  static void tell(DbOperation operation, SQLException failure) {
    try {
      String state = failure.getSQLState();
      int code = failure.getErrorCode();
      if (state != null) {
        operation.responseStatus(state);
      } else if (code != 0) {
        operation.responseStatus(Integer.toString(code));
      }
      Failure kind = kind(state == null ? "" : state, code, failure);
      if (kind != null) {
        operation.failure(kind);
      }
    } catch (RuntimeException | LinkageError e) {
      operation.responseStatus(UNKNOWN_STATUS);
    }
  }

  static @Nullable Failure kind(String state, int code, SQLException failure) {
    Failure kind = Failure.ofSql(state, code, failure.getClass().getName());
    return kind == null && failure instanceof SQLTimeoutException ? Failure.CANCELLED : kind;
  }
}

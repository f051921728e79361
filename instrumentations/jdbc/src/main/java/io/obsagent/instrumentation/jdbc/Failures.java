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

  /**
   * By the states of the <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">
   * standard and PostgreSQL</a>, and the codes of those vendors that use one state for much.
   */
  static @Nullable Failure kind(String state, int code, SQLException failure) {
    Failure byCode =
        switch (code) {
          case 1213 -> Failure.DEADLOCK; // MySQL, MariaDB
          case 1205 -> ofMicrosoft(failure) ? Failure.DEADLOCK : Failure.LOCK_TIMEOUT;
          case 60 -> state.startsWith("61") ? Failure.DEADLOCK : null; // Oracle
          case 54, 30006 ->
              state.startsWith("61") || state.startsWith("72")
                  ? Failure.LOCK_TIMEOUT
                  : null; // Oracle
          case 1222 -> Failure.LOCK_TIMEOUT; // SQL Server
          case 3024, 1317, 1969 -> Failure.CANCELLED; // MySQL, MariaDB
          case 1013 -> state.startsWith("72") ? Failure.CANCELLED : null; // Oracle
          case 8177 -> Failure.SERIALIZATION; // Oracle
          case 50200 -> Failure.LOCK_TIMEOUT; // H2
          case -911 -> state.equals("40001") ? Failure.DEADLOCK : null; // DB2
          default -> null;
        };
    return byCode != null ? byCode : byState(state, code, failure);
  }

  /** MySQL's lock that was waited for too long is SQL Server's deadlock. */
  private static boolean ofMicrosoft(SQLException failure) {
    return failure.getClass().getName().startsWith("com.microsoft.");
  }

  private static @Nullable Failure byState(String state, int code, SQLException failure) {
    return switch (state) {
      case "40P01" -> Failure.DEADLOCK;
      case "40001" -> code >= 40000 ? Failure.DEADLOCK : Failure.SERIALIZATION; // H2, Derby
      case "55P03", "41000", "40XL1", "40XL2" -> Failure.LOCK_TIMEOUT;
      case "57014", "HYT00", "XCL52" -> Failure.CANCELLED;
      default -> failure instanceof SQLTimeoutException ? Failure.CANCELLED : null;
    };
  }
}

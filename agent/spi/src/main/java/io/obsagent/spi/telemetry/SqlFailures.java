// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.telemetry.DbOperation.Failure;
import org.jspecify.annotations.Nullable;

/** Whether others or time are to blame for what a SQL database has refused. */
public final class SqlFailures {
  private SqlFailures() {}

  /**
   * By the states of the <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">
   * standard and PostgreSQL</a>, and the codes of those vendors that use one state for much.
   *
   * @param state SQLState, or empty
   * @param code of the vendor, or 0
   * @param driver name of a class of the driver, for two vendors have one number for two things
   */
  public static @Nullable Failure kind(String state, int code, String driver) {
    Failure byCode =
        switch (code) {
          case 1213 -> Failure.DEADLOCK; // MySQL, MariaDB
          case 1205 -> ofMicrosoft(driver) ? Failure.DEADLOCK : Failure.LOCK_TIMEOUT;
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
    return byCode != null ? byCode : byState(state, code);
  }

  /** MySQL's lock that was waited for too long is SQL Server's deadlock. */
  private static boolean ofMicrosoft(String driver) {
    return driver.startsWith("com.microsoft.") || driver.startsWith("io.r2dbc.mssql.");
  }

  private static @Nullable Failure byState(String state, int code) {
    return switch (state) {
      case "40P01" -> Failure.DEADLOCK;
      case "40001" -> code >= 40000 ? Failure.DEADLOCK : Failure.SERIALIZATION; // H2, Derby
      case "55P03", "41000", "40XL1", "40XL2" -> Failure.LOCK_TIMEOUT;
      case "57014", "HYT00", "XCL52" -> Failure.CANCELLED;
      default -> null;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/** A database call. Null while another call of a database is current: only the outermost. */
public interface DbOperation extends Operation {
  static @Nullable DbOperation start(DbTarget target, DbStatement statement) {
    return Telemetry.provider().startDb(target, statement, 1);
  }

  /**
   * @param size statements or commands in the batch or pipeline
   */
  static @Nullable DbOperation startBatch(DbTarget target, DbStatement statement, int size) {
    return Telemetry.provider().startDb(target, statement, size);
  }

  /** Where the call really goes, if a client with many servers decides so only after its start. */
  void target(DbTarget target);

  /** How many statements a batch really had, if that shows only after its start. */
  void batchSize(int size);

  /** SQLState, vendor code or Redis error prefix; sets the span's status to error. */
  void responseStatus(String code);

  /**
   * The statement was prepared.
   *
   * @param before whether it has run before
   */
  default void prepared(boolean before) {}

  /** How many rows an update has changed; a second call adds to the first. */
  void affectedRows(long rows);

  /**
   * The answer is there, and the application reads its rows from now on. The call is measured as it
   * is now; its span ends now, too, but waits for {@link #fetched} and {@link #end}, to which an
   * error means nothing any more.
   *
   * @return false where nobody will read the span: then the call is to be ended at once
   */
  default boolean rowsFollow() {
    return false;
  }

  /**
   * What the application has read of the answer, before the end.
   *
   * @param rows how often it has moved to a row
   * @param nanos how long these moves took
   */
  default void fetched(long rows, long nanos) {}

  /**
   * Whether a call that has ended took so long ({@code database.missing-timeout}) that {@link
   * #unbounded} is to be told, if it is so.
   */
  default boolean tookLong() {
    return false;
  }

  /** No time-out would have ended the call, neither the statement's nor the connection's. */
  default void unbounded() {}

  /** How many keys a command of Redis looks for, where its reply only counts those it has found. */
  void lookedFor(int keys);

  /** Whether {@link #key} is to be told: by option, and of commands that begin with a key. */
  default boolean wantsKey() {
    return false;
  }

  /**
   * The first key of a command of Redis.
   *
   * @param key bytes or characters; of anything else nothing is told
   */
  default void key(Object key) {}

  /** The keys of commands that go together; of those alone that begin with one. */
  default void keys(RedisKeyList keys) {}

  /**
   * What Redis replied, as a client gives it to its caller: null, a value, a list, a map, a number
   * or a truth. Of a command that looks for keys, such as {@code GET} or {@code EXISTS}, hits and
   * misses are counted; of others nothing. Nothing of the reply is kept.
   */
  void answered(@Nullable Object reply);

  /** The same where a client has types of its own for what is there and what is not. */
  void found(int hits, int misses);

  /** Says that the database gave it up for the sake of others, or of time. */
  void failure(Failure kind);

  /** Why a database gave up a statement that waited for others, or took too long. */
  enum Failure {
    /** Transactions waited for each other in a circle, and this one was chosen to end it. */
    DEADLOCK("deadlock"),

    /** Transactions would not have had the effect of one after the other. */
    SERIALIZATION("serialization"),

    /** A lock was not got in time, or not at once where that was asked for. */
    LOCK_TIMEOUT("lock_timeout"),

    /** The statement took longer than it may, or somebody cancelled it. */
    CANCELLED("cancelled");

    private final String label;

    Failure(String label) {
      this.label = label;
    }

    /** As a label's value. */
    public String label() {
      return label;
    }

    /**
     * By the states of the <a
     * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">standard and
     * PostgreSQL</a>, and the codes of those vendors that use one state for much.
     *
     * @param state SQLState, or empty
     * @param code of the vendor, or 0
     * @param driver name of a class of the driver, for two vendors have one number for two things
     */
    public static @Nullable Failure ofSql(String state, int code, String driver) {
      Failure byCode =
          switch (code) {
            case 1213 -> DEADLOCK; // MySQL, MariaDB
            case 1205 -> ofMicrosoft(driver) ? DEADLOCK : LOCK_TIMEOUT;
            case 60 -> state.startsWith("61") ? DEADLOCK : null; // Oracle
            case 54, 30006 ->
                state.startsWith("61") || state.startsWith("72") ? LOCK_TIMEOUT : null; // Oracle
            case 1222 -> LOCK_TIMEOUT; // SQL Server
            case 3024, 1317, 1969 -> CANCELLED; // MySQL, MariaDB
            case 1013 -> state.startsWith("72") ? CANCELLED : null; // Oracle
            case 8177 -> SERIALIZATION; // Oracle
            case 50200 -> LOCK_TIMEOUT; // H2
            case -911 -> state.equals("40001") ? DEADLOCK : null; // DB2
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
        case "40P01" -> DEADLOCK;
        case "40001" -> code >= 40000 ? DEADLOCK : SERIALIZATION; // H2, Derby
        case "55P03", "41000", "40XL1", "40XL2" -> LOCK_TIMEOUT;
        case "57014", "HYT00", "XCL52" -> CANCELLED;
        default -> null;
      };
    }
  }
}

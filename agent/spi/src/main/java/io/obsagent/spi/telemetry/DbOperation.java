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

  /** How many rows an update has changed; a second call adds to the first. */
  void affectedRows(long rows);

  /** How many keys a command of Redis looks for, where its reply only counts those it has found. */
  void lookedFor(int keys);

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
  }
}

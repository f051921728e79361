// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/** Why a database gave up a statement that waited for others, or took too long. */
public enum DbFailure {
  /** Transactions waited for each other in a circle, and this one was chosen to end it. */
  DEADLOCK("deadlock"),

  /** Transactions would not have had the effect of one after the other. */
  SERIALIZATION("serialization"),

  /** A lock was not got in time, or not at once where that was asked for. */
  LOCK_TIMEOUT("lock_timeout"),

  /** The statement took longer than it may, or somebody cancelled it. */
  CANCELLED("cancelled");

  private final String label;

  DbFailure(String label) {
    this.label = label;
  }

  /** As a label's value. */
  public String label() {
    return label;
  }
}

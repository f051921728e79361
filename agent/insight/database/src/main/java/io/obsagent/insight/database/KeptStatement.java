// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.telemetry.DbCalls;
import org.jspecify.annotations.Nullable;

/**
 * A statement, which all parts of time share in which it ran. Not thread-safe but for its latest.
 */
final class KeptStatement {
  private static final long[] NO_BUCKETS = {};

  /** Its totals as they were seen last. */
  volatile DbCalls latest;

  /** Its totals where the newest part ends, or null. */
  @Nullable DbCalls partEnd;

  KeptStatement(DbCalls first) {
    latest = first;
  }

  /** The agent keeps it no longer: nothing will be compared with its totals. */
  void letGo() {
    partEnd = null;
    latest =
        new DbCalls(
            latest.id(),
            latest.target(),
            latest.statement(),
            latest.errors(),
            latest.nanos(),
            latest.rows(),
            latest.slow(),
            latest.repeated(),
            latest.mostRepeated(),
            latest.repeatedTraceId(),
            latest.slowestNanos(),
            latest.slowestTraceId(),
            NO_BUCKETS,
            latest.results(),
            latest.unbounded());
  }
}
